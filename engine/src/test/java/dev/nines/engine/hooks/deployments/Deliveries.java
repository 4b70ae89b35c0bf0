package dev.nines.engine.hooks.deployments;

/** Deliveries in the formats of others, with keys that Nines does not ask for. */
final class Deliveries {
  private Deliveries() {}

  /** {@code deployment_status} of GitHub. */
  static String github(
      String repository, int id, String state, String environment, String at, String more) {
    return """
    {"action": "created",
     "deployment_status": {"id": 9%2$d, "state": "%3$s", "environment": "%4$s",
       "created_at": "%5$s", "updated_at": "%5$s", "description": "",
       "log_url": "https://github.com/%1$s/actions/runs/7", "target_url": "javascript:alert(1)"},
     "deployment": {"id": %2$d, "sha": "a10867b14bb761a232cd80139fbd4c0d33264240",
       "ref": "v1.4.2", "task": "deploy", "environment": "%4$s",
       "original_environment": "%4$s", "created_at": "2026-11-24T11:00:00Z",
       "production_environment": false, "transient_environment": false%6$s},
     "check_run": null, "workflow_run": {"id": 1},
     "repository": {"id": 1, "full_name": "%1$s", "private": true},
     "sender": {"login": "octocat", "id": 1}}
    """
        .formatted(repository, id, state, environment, at, more);
  }

  static String github(int id, String state, String at) {
    return github("acme/checkout", id, state, "production", at, "");
  }

  /** The Deployment Hook of GitLab. */
  static String gitlab(int id, String status, String at) {
    return """
    {"object_kind": "deployment", "status": "%2$s", "status_changed_at": "%3$s",
     "deployment_id": %1$d, "deployable_id": 796,
     "deployable_url": "https://gitlab.example.com/acme/web/checkout/-/jobs/796",
     "environment": "production", "environment_tier": "production",
     "environment_slug": "production", "environment_external_url": "https://shop.example.com",
     "project": {"id": 30, "name": "checkout", "path_with_namespace": "acme/web/checkout",
       "web_url": "https://gitlab.example.com/acme/web/checkout"},
     "ref": "main", "short_sha": "279484c0", "user": {"id": 1, "username": "root"},
     "user_url": "https://gitlab.example.com/root",
     "commit_url": "https://gitlab.example.com/acme/web/checkout/-/commit/279484c09fbe69ededfced8c1bb6e6d24616b468",
     "commit_title": "Add new file"}
    """
        .formatted(id, status, at);
  }

  /** A CDEvent of a service, in 0.5 or before it. */
  static String cdevent(String version, String verb, String id, String subject, String at) {
    var old = version.startsWith("0.4");
    return """
    {"context": {"%s": "%s", "id": "%s", "source": "/ci/acme",
       "type": "dev.cdevents.service.%s.%s", "timestamp": "%s"},
     "subject": {"id": "%s", "source": "/ci/acme"%s,
       "content": {"environment": {"id": "production", "source": "/ci"},
         "artifactId": "pkg:oci/checkout@sha256%%3A%s"}},
     "customData": {"anything": [1, 2]}}
    """
        .formatted(
            old ? "version" : "specversion",
            version,
            id,
            verb,
            old ? "0.2.0" : "0.3.0",
            at,
            subject,
            old ? ", \"type\": \"service\"" : "",
            id);
  }

  static String incident(String artifact, String at) {
    return """
    {"context": {"specversion": "0.5.1", "id": "i1", "source": "/others",
       "type": "dev.cdevents.incident.detected.0.3.0", "timestamp": "%2$s"},
     "subject": {"id": "incident-7", "content": {"description": "it is down",
       "environment": {"id": "production"}, "service": {"id": "service/checkout"},
       "artifactId": "%1$s"}}}
    """
        .formatted(artifact, at);
  }
}
