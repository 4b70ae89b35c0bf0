package dev.nines.engine;

import dev.nines.engine.api.ProbesResource;
import dev.nines.engine.api.RunResource;
import dev.nines.engine.api.SloHistoryResource;
import dev.nines.engine.api.StatusResource;
import dev.nines.engine.api.TargetsResource;
import dev.nines.engine.api.adjustments.CorrectionsResource;
import dev.nines.engine.api.adjustments.MaintenanceResource;
import dev.nines.engine.api.adjustments.SloAdjustmentsResource;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.pages.EngineTrouble;
import dev.nines.engine.pages.OverviewResource;
import dev.nines.engine.pages.probes.ProbePageResource;
import dev.nines.engine.pages.slos.SloPageResource;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.InstantSource;

/** The pages and the API of what is watched, and of how it stands: services, SLOs and probes. */
record StatusResources(Engine engine, Settings settings, RunResource.Note runs) {
  void register(JerseyEnvironment jersey) {
    jersey.register(
        new OverviewResource(
            engine.evaluator()::snapshot,
            this::trouble,
            engine.telling()::silences,
            InstantSource.system(),
            settings.timeZone(),
            settings.location()));
    jersey.register(new StatusResource(engine.evaluator()::snapshot, engine.sources()::status));
    slos(jersey);
    probes(jersey);
    jersey.register(
        new MaintenanceResource(engine::catalog, InstantSource.system(), settings.timeZone()));
    jersey.register(new CorrectionsResource(engine::catalog, engine.jdbi(), engine::evaluate));
  }

  private EngineTrouble trouble() {
    return new EngineTrouble(
        engine.selfCheck().state().cutOffSince(),
        engine.declared().refused(),
        engine.telling().owed(),
        engine.sources()::status);
  }

  private void slos(JerseyEnvironment jersey) {
    jersey.register(new SloAdjustmentsResource(engine.evaluator()::snapshot, engine.adjusted()));
    jersey.register(
        new SloHistoryResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            engine.history(),
            (service, span) -> engine.deliveries().shipped(engine.catalog(), service, span),
            engine.sources()::status,
            InstantSource.system()));
    jersey.register(
        new SloPageResource(
            engine.evaluator()::snapshot,
            engine.sources()::status,
            engine.history(),
            (service, span) -> engine.deliveries().shipped(engine.catalog(), service, span),
            engine.adjusted(),
            InstantSource.system(),
            settings.timeZone()));
  }

  private void probes(JerseyEnvironment jersey) {
    jersey.register(
        new ProbesResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            engine.latest(),
            engine.failures(),
            engine.jdbi()));
    jersey.register(new TargetsResource(engine::catalog));
    jersey.register(new RunResource(engine::catalog, engine.onDemand(), runs));
    jersey.register(
        new ProbePageResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            engine::streak,
            engine.latest(),
            engine.jdbi(),
            InstantSource.system(),
            settings.timeZone()));
  }
}
