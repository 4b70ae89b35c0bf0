package dev.nines.engine;

import dev.nines.engine.access.Client;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.api.deployments.CauseResource;
import dev.nines.engine.api.deployments.DeploymentsResource;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.deployments.ChangeEvents;
import dev.nines.engine.deployments.DeploymentDesk;
import dev.nines.engine.hooks.AlertmanagerHook;
import dev.nines.engine.hooks.DeliveryCounter;
import dev.nines.engine.hooks.HookGuard;
import dev.nines.engine.hooks.deployments.CdEventsHook;
import dev.nines.engine.hooks.deployments.DeliveryDesk;
import dev.nines.engine.hooks.deployments.GithubHook;
import dev.nines.engine.hooks.deployments.GitlabHook;
import dev.nines.engine.hooks.deployments.Proof;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;

/** Everything by which deployments and other people's alerts come in over HTTP. */
record Intake(Engine engine, Settings settings, PrometheusRegistry registry, OwnMachine own) {
  void open(JerseyEnvironment jersey) {
    var clock = InstantSource.system();
    var causes = engine.causes();
    var changes = new ChangeEvents(engine::catalog, settings.externalUrl());
    var deployments = new DeploymentDesk(causes, changes);
    var hooks = settings.hooks();
    var deliveries = new DeliveryDesk(engine::catalog, engine.jdbi(), deployments, causes, clock);
    jersey.register(new DeploymentsResource(engine::catalog, engine.jdbi(), deployments, clock));
    jersey.register(new CauseResource(engine.jdbi(), causes));
    jersey.register(new GithubHook(new Proof("hooks.github.secret", hooks.github()), deliveries));
    jersey.register(new GitlabHook(new Proof("hooks.gitlab.token", hooks.gitlab()), deliveries));
    jersey.register(
        new CdEventsHook(new Proof("hooks.cdevents.token", hooks.cdevents()), deliveries));
    jersey.register(
        new AlertmanagerHook(
            engine::catalog,
            engine.jdbi(),
            new HookGuard(hooks.alertmanager(), request -> own.mayAct(Client.of(request))),
            settings.externalUrl(),
            engine::now));
    jersey.register(new DeliveryCounter(registry));
  }
}
