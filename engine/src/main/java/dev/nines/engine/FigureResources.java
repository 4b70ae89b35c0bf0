package dev.nines.engine;

import dev.nines.engine.api.dora.DoraResource;
import dev.nines.engine.api.gate.GateResource;
import dev.nines.engine.api.reliability.ReliabilityResource;
import dev.nines.engine.configuration.Settings;
import dev.nines.engine.gate.Overrides;
import dev.nines.engine.monthly.MonthlyReports;
import dev.nines.engine.pages.dora.DoraPageResource;
import dev.nines.engine.pages.dora.ServicePageResource;
import dev.nines.engine.pages.gate.GatePanelResource;
import dev.nines.engine.pages.gate.GatePanels;
import dev.nines.engine.pages.reports.ReportPageResource;
import dev.nines.engine.pages.reports.ReportResource;
import io.dropwizard.jersey.setup.JerseyEnvironment;

/**
 * The pages and the API of what managers ask for: how reliable services are, how often and how well
 * they are deployed, and whether they may be now.
 */
record FigureResources(Engine engine, Settings settings) {
  void register(JerseyEnvironment jersey) {
    jersey.register(
        new ReliabilityResource(engine::catalog, engine.past(), engine::now, settings.timeZone()));
    jersey.register(
        new DoraResource(engine::catalog, engine.deliveries(), engine::now, settings.timeZone()));
    jersey.register(
        new DoraPageResource(
            engine::catalog, engine.deliveries(), engine::now, settings.timeZone()));
    var reports =
        new MonthlyReports(
            engine::catalog,
            engine.past(),
            engine.deliveries(),
            engine.history(),
            engine::now,
            settings.timeZone());
    jersey.register(new ReportResource(reports));
    jersey.register(new ReportPageResource(reports, engine::now, settings.timeZone()));
    var panels =
        new GatePanels(
            engine.gate(), () -> engine.evaluator().snapshot().at(), settings.timeZone());
    var overrides = new Overrides(engine.jdbi(), engine::evaluate);
    jersey.register(new GatePanelResource(panels, overrides));
    jersey.register(
        new GateResource(engine.gate(), overrides, engine::catalog, engine.evaluator()::snapshot));
    jersey.register(
        new ServicePageResource(
            engine::catalog,
            engine.evaluator()::snapshot,
            panels,
            engine.deliveries(),
            engine::now,
            settings.timeZone()));
  }
}
