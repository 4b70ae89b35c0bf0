package dev.nines.engine;

import dev.nines.engine.api.IncidentView;
import dev.nines.engine.api.IncidentsResource;
import dev.nines.engine.api.incidents.IncidentActions;
import dev.nines.engine.api.incidents.IncidentActionsResource;
import dev.nines.engine.api.telling.HeartbeatsResource;
import dev.nines.engine.api.telling.NotificationsResource;
import dev.nines.engine.api.telling.SilenceActions;
import dev.nines.engine.api.telling.SilencesResource;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.evaluation.Evaluator;
import dev.nines.engine.pages.incidents.IncidentListResource;
import dev.nines.engine.pages.incidents.IncidentPageResource;
import dev.nines.engine.pages.incidents.PostMortem;
import dev.nines.engine.pages.incidents.PostMortemResource;
import dev.nines.engine.pages.notifications.NotificationsPageResource;
import dev.nines.engine.pages.silences.SilencesPageResource;
import dev.nines.engine.review.IncidentReviews;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.InstantSource;

/** The pages and the API of incidents, of who is told of them, and of what keeps that back. */
record IncidentResources(Engine engine, Settings settings) {
  void register(JerseyEnvironment jersey) {
    var silences = new SilenceActions(engine::catalog, engine.jdbi(), engine::evaluate);
    incidents(jersey, silences);
    jersey.register(new NotificationsResource(engine.jdbi()));
    jersey.register(
        new NotificationsPageResource(engine.jdbi(), InstantSource.system(), settings.timeZone()));
    jersey.register(new SilencesResource(engine::catalog, engine.jdbi(), silences));
    jersey.register(
        new SilencesPageResource(engine::catalog, engine.jdbi(), silences, settings.timeZone()));
    jersey.register(
        new HeartbeatsResource(engine::catalog, engine.telling().heartbeats(), engine::evaluate));
  }

  private void incidents(JerseyEnvironment jersey, SilenceActions silences) {
    var links =
        new IncidentView.Links(
            service -> engine.catalog().policyOf(service), settings.tracing()::linkTo);
    var actions =
        new IncidentActions(engine::catalog, engine.jdbi(), engine.desk(), engine::evaluate);
    var reviews =
        new IncidentReviews(
            engine.jdbi(), engine::catalog, engine.history(), engine.deliveries(), Evaluator::now);
    var postMortem = new PostMortem(settings.externalUrl(), settings.timeZone());
    jersey.register(new IncidentsResource(engine.jdbi(), reviews, links, settings.timeZone()));
    jersey.register(new IncidentActionsResource(actions, engine.jdbi(), links));
    jersey.register(new PostMortemResource(reviews, postMortem));
    jersey.register(
        new IncidentListResource(
            engine.jdbi(), engine::catalog, InstantSource.system(), settings.timeZone()));
    jersey.register(
        new IncidentPageResource(
            reviews,
            actions,
            silences,
            postMortem,
            settings.tracing()::linkTo,
            settings.timeZone()));
  }
}
