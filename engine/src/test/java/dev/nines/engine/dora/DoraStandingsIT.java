package dev.nines.engine.dora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.catalog.Catalog;
import dev.nines.engine.catalog.Service;
import dev.nines.engine.database.Database;
import dev.nines.engine.database.TestDatabase;
import dev.nines.engine.metrics.DoraCollector;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class DoraStandingsIT {
  private static final Database DATABASE = TestDatabase.fresh();
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Catalog CATALOG =
      new Catalog(
          List.of(service("shop"), service("search")), List.of(), List.of(), Map.of(), List.of());

  private static Service service(String name) {
    return new Service(name, name, "", Map.of(), Map.of());
  }

  @AfterAll
  static void close() {
    DATABASE.close();
  }

  @Test
  void
      metricsAreOfEveryServiceThatWasDeployed_andAbsentWhereThereIsNoFigure_butItsCounterIsBornAtZero()
          throws IOException {
    var delivered = new Delivered(DATABASE.jdbi());
    delivered.deployment("shop", NOW.minus(Duration.ofDays(400)));
    delivered.deployment("shop", NOW.minus(Duration.ofDays(80)));
    for (var day = 1; day <= 3; day++) {
      delivered.deployment("shop", NOW.minus(Duration.ofDays(day)));
    }
    delivered.deployment("shop", "staging", "succeeded", NOW.minusSeconds(60), false);
    delivered.deployment("shop", "PROD", "failed", NOW.minusSeconds(60), false);
    var deployed = NOW.minus(Duration.ofDays(2));
    delivered.incident("shop", deployed.plusSeconds(60), Optional.of(deployed.plusSeconds(660)));
    var standings =
        new DoraStandings(
            new DeliveryReader(DATABASE.jdbi(), Duration.ofHours(1)),
            DATABASE.jdbi(),
            ZoneOffset.UTC);
    var registry = new PrometheusRegistry();
    registry.register(new DoraCollector(standings::newest));

    standings.follow(CATALOG, NOW);

    assertThat(text(registry).lines().filter(line -> !line.startsWith("#")))
        .containsExactlyInAnyOrder(
            "dora_deployments_total{service=\"shop\"} 5.0",
            "dora_deployments_total{service=\"search\"} 0.0",
            "dora_deployments_per_day{service=\"shop\",window=\"30d\"} 0.1",
            "dora_deployments_per_day{service=\"shop\",window=\"90d\"} " + 4.0 / 90,
            "dora_change_lead_time_seconds{service=\"shop\",window=\"30d\"} 4500.0",
            "dora_change_lead_time_seconds{service=\"shop\",window=\"90d\"} 4500.0",
            "dora_change_fail_ratio{cause=\"declared\",service=\"shop\",window=\"30d\"} 0.0",
            "dora_change_fail_ratio{cause=\"declared\",service=\"shop\",window=\"90d\"} 0.0",
            "dora_change_fail_ratio{cause=\"all\",service=\"shop\",window=\"30d\"} " + 1 / 3.0,
            "dora_change_fail_ratio{cause=\"all\",service=\"shop\",window=\"90d\"} 0.25",
            "dora_failed_deployment_recovery_seconds{cause=\"all\",service=\"shop\",window=\"30d\"}"
                + " 660.0",
            "dora_failed_deployment_recovery_seconds{cause=\"all\",service=\"shop\",window=\"90d\"}"
                + " 660.0",
            "dora_rework_ratio{service=\"shop\",window=\"30d\"} 0.0",
            "dora_rework_ratio{service=\"shop\",window=\"90d\"} 0.0",
            "dora_rework_known_deployments{service=\"shop\",window=\"30d\"} 3.0",
            "dora_rework_known_deployments{service=\"shop\",window=\"90d\"} 4.0",
            "dora_changes{service=\"shop\",window=\"30d\"} 6.0",
            "dora_changes{service=\"shop\",window=\"90d\"} 8.0",
            "dora_deployments_in_window{service=\"shop\",window=\"30d\"} 3.0",
            "dora_deployments_in_window{service=\"shop\",window=\"90d\"} 4.0",
            "dora_failed_deployments{cause=\"all\",service=\"shop\",window=\"30d\"} 1.0",
            "dora_failed_deployments{cause=\"all\",service=\"shop\",window=\"90d\"} 1.0",
            "dora_failed_deployments{cause=\"declared\",service=\"shop\",window=\"30d\"} 0.0",
            "dora_failed_deployments{cause=\"declared\",service=\"shop\",window=\"90d\"} 0.0",
            "dora_recovered_deployments{cause=\"all\",service=\"shop\",window=\"30d\"} 1.0",
            "dora_recovered_deployments{cause=\"all\",service=\"shop\",window=\"90d\"} 1.0",
            "dora_recovered_deployments{cause=\"declared\",service=\"shop\",window=\"30d\"} 0.0",
            "dora_recovered_deployments{cause=\"declared\",service=\"shop\",window=\"90d\"} 0.0");
  }

  private static String text(PrometheusRegistry registry) throws IOException {
    var out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(StandardCharsets.UTF_8);
  }
}
