package dev.nines.engine.hooks.deployments;

import static dev.nines.engine.hooks.deployments.Deliveries.cdevent;
import static dev.nines.engine.hooks.deployments.Deliveries.incident;
import static dev.nines.engine.hooks.deployments.HookServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.incidents.IncidentTable;
import dev.nines.engine.incidents.Incidents;
import dev.nines.incident.Transition.Kind;
import dev.nines.incident.Transition.Step;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What rollbacks and artifacts say of an incident whose impact began at noon. */
class CauseEvidenceIT {
  private HookServer hooks;
  private long incident;

  @BeforeEach
  void open() throws Exception {
    hooks = HookServer.start();
    incident = Incidents.open(hooks.jdbi(), "checkout").id();
  }

  @AfterEach
  void close() {
    hooks.close();
  }

  @Test
  void rollbackBlamesWhatUsersHadBeforeIt() throws Exception {
    deploy("deployed", "good", "2026-11-24T10:00:00Z");
    deploy("upgraded", "bad", "2026-11-24T11:58:00Z");
    deploy("rolledback", "back", "2026-11-24T12:20:00Z");
    deploy("rolledback", "back", "2026-11-24T12:20:00Z");

    assertThat(causes()).containsExactly("incident %d: bad by rollback".formatted(incident));
    assertThat(steps())
        .filteredOn(step -> step.kind() == Kind.CAUSE_NAMED)
        .singleElement()
        .satisfies(step -> {
          assertThat(step.actor()).isEqualTo("hook:cdevents");
          assertThat(step.text())
              .matches(
                  "deployment \\d+ \\(checkout pkg:oci/checkout@sha256%3Abad to production\\): rolled"
                      + " back by deployment \\d+");
        });
  }

  @Test
  void rollbackWithoutAnOpenIncident_orElsewhere_blamesNothing() throws Exception {
    deploy("upgraded", "old", "2026-11-24T10:00:00Z");
    deploy("rolledback", "early", "2026-11-24T11:00:00Z");
    hooks.cdevents(
        cdevent("0.5.1", "rolledback", "staged", "checkout", "2026-11-24T12:20:00Z")
            .replace("\"production\"", "\"staging\""));

    assertThat(causes()).isEmpty();
  }

  /** It was deployed after the incident had been noticed, so that it cannot have caused it. */
  @Test
  void rollbackOfAFixThatDidNotHelpBlamesNothing() throws Exception {
    deploy("upgraded", "fix", "2026-11-24T12:15:00Z");
    deploy("rolledback", "back", "2026-11-24T12:20:00Z");

    assertThat(causes()).isEmpty();
  }

  @Test
  void artifactOfAnIncidentBlamesWhatBroughtIt_onceAndNotAgainstWhatWasSaid() throws Exception {
    deploy("deployed", "one", "2026-11-24T11:00:00Z");
    deploy("upgraded", "two", "2026-11-24T11:58:00Z");

    var first = hooks.cdevents(incident("pkg:oci/checkout@sha256%3Aone", "2026-11-24T12:10:00Z"));
    var again = hooks.cdevents(incident("pkg:oci/checkout@sha256%3Atwo", "2026-11-24T12:11:00Z"));

    assertThat(json(first.body()).get("incident").asLong()).isEqualTo(incident);
    assertThat(json(again.body()).get("outcome").asText()).isEqualTo("passed over");
    assertThat(causes()).containsExactly("incident %d: one by artifact".formatted(incident));
  }

  @Test
  void artifactThatNobodyDeployed_orBeforeTheIncident_blamesNothing() throws Exception {
    deploy("deployed", "one", "2026-11-24T10:00:00Z");

    var unknown = hooks.cdevents(incident("pkg:oci/other", "2026-11-24T12:10:00Z"));
    var early = hooks.cdevents(incident("pkg:oci/checkout@sha256%3Aone", "2026-11-24T11:00:00Z"));

    assertThat(List.of(unknown.statusCode(), early.statusCode())).containsOnly(200);
    assertThat(causes()).isEmpty();
  }

  /** Their probes are faster than ours, whose incident of mail begins at noon. */
  @Test
  void eventBeforeOurIncidentIsOpenWaitsForIt() throws Exception {
    hooks.cdevents(
        cdevent("0.5.1", "deployed", "bad", "mail", "2026-11-24T11:55:00Z")
            .replace("\"production\"", "\"mail-live\""));
    var event =
        incident("pkg:oci/checkout@sha256%3Abad", "2026-11-24T11:58:00Z")
            .replace("service/checkout", "mail");

    var first = hooks.cdevents(event);
    hooks.cdevents(event);
    look();
    assertThat(json(first.body()).get("outcome").asText()).isEqualTo("awaited");
    assertThat(hooks.rows("awaited_incident")).hasSize(1);
    assertThat(causes()).isEmpty();
    var ours = Incidents.open(hooks.jdbi(), "mail").id();
    look();

    assertThat(causes()).containsExactly("incident %d: bad by artifact".formatted(ours));
    assertThat(hooks.rows("awaited_incident")).isEmpty();
  }

  @Test
  void eventWaitsForAnHour_andNotForAnIncidentThatBeginsLater() throws Exception {
    hooks.cdevents(
        cdevent("0.5.1", "deployed", "bad", "mail", "2026-11-24T11:45:00Z")
            .replace("\"production\"", "\"mail-live\""));
    hooks.cdevents(
        incident("pkg:oci/checkout@sha256%3Abad", "2026-11-24T11:54:59Z")
            .replace("service/checkout", "mail"));
    Incidents.open(hooks.jdbi(), "mail");

    look();
    assertThat(hooks.rows("awaited_incident")).hasSize(1);
    hooks
        .jdbi()
        .useHandle(handle ->
            handle.execute(
                "update awaited_incident set received_at = received_at - interval '1 hour'"));
    look();

    assertThat(hooks.rows("awaited_incident")).isEmpty();
    assertThat(causes()).isEmpty();
  }

  @Test
  void eventOfMoreThanAnHourAgoIsPassedOver_andOfAnHourAwaited() throws Exception {
    var event =
        incident("pkg:oci/checkout@sha256%3Abad", "2026-11-24T11:29:59Z")
            .replace("service/checkout", "mail");

    var old = hooks.cdevents(event);
    var young = hooks.cdevents(event.replace("11:29:59", "11:30:00"));

    assertThat(json(old.body()).get("outcome").asText()).isEqualTo("passed over");
    assertThat(json(young.body()).get("outcome").asText()).isEqualTo("awaited");
    assertThat(hooks.rows("awaited_incident")).hasSize(1);
  }

  private void look() {
    hooks.jdbi().useTransaction(hooks.causes()::followAwaited);
  }

  private void deploy(String verb, String id, String at) throws Exception {
    var answer = hooks.cdevents(cdevent("0.5.1", verb, id, "service/checkout", at));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private List<String> causes() {
    return hooks
        .jdbi()
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select format('incident %s: %s by %s', c.incident_id, d.external_id, c.evidence)
                    from incident_cause c join deployment d on d.id = c.deployment_id order by c.id
                    """)
                .mapTo(String.class)
                .list());
  }

  private List<Step> steps() {
    return hooks.jdbi().withHandle(handle -> IncidentTable.timeline(handle, incident));
  }
}
