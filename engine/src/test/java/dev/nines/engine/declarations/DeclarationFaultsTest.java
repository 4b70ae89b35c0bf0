package dev.nines.engine.declarations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.nines.engine.declarations.yaml.Fault;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault by its exact message: these are what a user reads. */
class DeclarationFaultsTest {
  @ParameterizedTest
  @MethodSource({"documents", "probes", "slos", "policiesAndChannels", "references"})
  void faults(String text, List<String> expected) {
    assertThat(Texts.faults(text))
        .extracting(fault -> fault.replace("checkout.yml:", ""))
        .containsExactlyElementsOf(expected);
  }

  private static Arguments row(String name, String text, String... faults) {
    return argumentSet(name, text, List.of(faults));
  }

  static Stream<Arguments> documents() {
    return Stream.of(
        row("text", "hello", "1:1: expected a mapping, got \"hello\""),
        row("nothing that names it", "a: 1", "1:1: apiVersion: required", "1:1: kind: required"),
        row(
            "later OpenSLO",
            "apiVersion: openslo.com/v2alpha\nkind: SLO",
            "1:13: apiVersion: expected nines.dev/v1 or openslo/v1, got \"openslo.com/v2alpha\""),
        row(
            "file of Sloth's",
            "version: prometheus/v1\nservice: a\nslos: []",
            "1:10: version: this is a file of Sloth's (\"prometheus/v1\"): ./nines rules reads it"),
        row(
            "OpenSLO before v1",
            "apiVersion: openslo/v1alpha\nkind: SLO\nspec: {timeWindows: []}",
            "1:13: apiVersion: openslo/v1alpha came before openslo/v1, which is read. What changed:"
                + " timeWindows is timeWindow, with a duration such as 30d;"
                + " objectives[].ratioMetrics is an SLI's ratioMetric, under indicator; source,"
                + " queryType and query are a metricSource with type and spec"),
        row(
            "misspelt version",
            "apiVersion: openslo/V1\nkind: SLO",
            "1:13: apiVersion: expected nines.dev/v1 or openslo/v1, got \"openslo/V1\" (did you"
                + " mean openslo/v1?)"),
        row(
            "kind of the other language",
            "apiVersion: openslo/v1\nkind: Probe",
            "2:7: kind: not a kind of openslo/v1"),
        row(
            "key twice",
            Texts.SERVICE.replace("kind:", "kind: SLO\nkind:"),
            "1:1: spec: required",
            "3:1: kind: this key stands here twice, first at 2:1"),
        row(
            "unknown keys at every depth",
            """
            apiVersion: openslo/v1
            kind: Service
            metadata: {name: a, displayname: A, namespace: b}
            spec: {descripton: text}
            extra: 1
            """,
            "3:21: metadata.displayname: unknown key (did you mean displayName?)",
            "3:37: metadata.namespace: unknown key",
            "4:8: spec.descripton: unknown key (did you mean description?)",
            "5:1: extra: unknown key"),
        row(
            "bad metadata",
            """
            apiVersion: openslo/v1
            kind: Service
            metadata:
              name: Check_Out
              displayName: [a]
              labels: {"a b": c, d: {e: f}}
              annotations: {"x y": z, "nines.dev/since": "2026"}
            """,
            "4:9: metadata.name: expected a name of at most 63 small letters, digits and hyphens,"
                + " got \"Check_Out\"",
            "5:16: metadata.displayName: expected text, got a list",
            "6:19: metadata.labels.a b: not a label's key: at most 63 letters, digits, dots, _"
                + " and -",
            "6:25: metadata.labels.d: expected text, got a mapping",
            "7:24: metadata.annotations.x y: not an annotation's key: expected [domain/]name",
            "7:46: metadata.annotations.nines.dev/since: unknown annotation"),
        row(
            "no tab in YAML",
            "a:\n\tb: 1",
            "2:1: not YAML: while scanning for the next token, found character '\\t(TAB)' that cannot start any token. (Do not use \\t(TAB) for indentation)"));
  }

  static Stream<Arguments> probes() {
    return Stream.of(
        row(
            "wrong durations",
            Texts.probe(
                """
                service: checkout
                target: https://a/
                prober: http
                interval: 10 seconds
                timeout: 30
                """),
            "13:13: spec.interval: expected a duration such as 30s, got \"10 seconds\" (did you"
                + " mean 10s?)",
            "14:12: spec.timeout: expected a duration such as 30s, got 30 (did you mean 30s?)"),
        row(
            "timeout not below interval",
            Texts.probe(
                """
                service: checkout
                target: https://a/
                prober: http
                interval: 500ms
                timeout: 30s
                """),
            "13:13: spec.interval: not from 1s to 1d: \"500ms\"",
            "14:12: spec.timeout: not above zero and below the interval: \"30s\""),
        row(
            "everything missing",
            Texts.probe("interval: 10s"),
            "10:3: spec.prober: required",
            "10:3: spec.service: required",
            "10:3: spec.target: required"),
        row(
            "body that is not sent with GET",
            Texts.probe("{service: checkout, prober: http, target: 'http://a/', http: {body: a}}"),
            "10:71: spec.http.body: is not sent with GET: write method: POST, or leave it out"),
        row(
            "body that is not sent with HEAD",
            Texts.probe(
                "{service: checkout, prober: http, target: 'http://a/', http: {method: HEAD, body_file: /b}}"),
            "10:90: spec.http.body_file: expected a file that can be read, got \"/b\"",
            "10:90: spec.http.body_file: is not sent with HEAD: write method: POST, or leave it"
                + " out"),
        row(
            "target without scheme",
            Texts.probe("{service: checkout, prober: http, target: shop.example.com/a}"),
            "10:45: spec.target: expected a URL such as https://shop.example.com/, got"
                + " \"shop.example.com/a\" (did you mean https://shop.example.com/a?)"),
        row(
            "TCP target without port",
            Texts.probe("{service: checkout, prober: tcp, target: a}"),
            "10:44: spec.target: expected host:port such as db.example.com:5432, got \"a\""),
        row(
            "target with a variable that is not set",
            Texts.probe("{service: checkout, prober: tcp, target: \"${DB_HOST}:${}\"}"),
            "10:44: spec.target: expected ${NAME} or ${NAME:-default}; a literal ${ is written $${",
            "10:44: spec.target: the variable DB_HOST is not set (${DB_HOST:-default} gives a"
                + " default)"),
        row(
            "variable in what a dialogue sends",
            Texts.probe(
                """
                service: checkout
                prober: tcp
                target: a:1
                tcp:
                  query_response:
                    - {send: "USER ${NAME}"}
                    - {expect: "^(?P<who>.)(.)", send: "${who} ${2} $${IT} ${PW}"}
                """),
            "15:16: spec.tcp.query_response[0].send: ${NAME} is no group of this step's expect, and"
                + " a variable is not filled in here: what a dialogue sends is no secret",
            "16:42: spec.tcp.query_response[1].send: ${PW} is no group of this step's expect, and a"
                + " variable is not filled in here: what a dialogue sends is no secret"),
        row(
            "variable in a body that is not set",
            Texts.probe(
                "{service: checkout, prober: http, target: 'http://a/', http: {method: POST, body:"
                    + " \"${PW}\"}}"),
            "10:85: spec.http.body: the variable PW is not set (${PW:-default} gives a default)"),
        row(
            "prober to come",
            Texts.probe("{service: checkout, prober: icmp, target: a}"),
            "10:31: spec.prober: expected http, http_steps or tcp, got \"icmp\""),
        row(
            "bad steps",
            Texts.probe(
                """
                service: checkout
                target: https://a/
                prober: http_steps
                http: {}
                http_steps:
                  fail_if_slower_than: soon
                  steps:
                    - name: login
                      url: /login?as={{token}}
                      capture: [{name: token, json: $.token}, {name: id}]
                    - {name: login, url: "a b", http: {body: "{{tokn}}", method: POST}}
                    - name: order
                      url: "{{token}}/orders"
                      http:
                        bearer_token: hunter2
                        headers: {X-Id: "{{id}} {{ token }}", Accept: "{{token}}"}
                        fail_if_body_matches_regexp: ["{{.*}}", "{{token}}"]
                        colour: red
                      capture:
                        - {name: token, header: X-Token}
                        - {name: a-b, header: X, cookie: y}
                        - {name: re, regexp: "a(b"}
                        - {name: all, json: "$.a[?(@.b =~ /(a+)+/)]"}
                        - {name: last, cookie: c, secrets: true}
                """),
            "13:9: spec.http: means nothing with prober: http_steps",
            "15:26: spec.http_steps.fail_if_slower_than: expected a duration such as 30s, got"
                + " \"soon\"",
            "18:14: spec.http_steps.steps[0].url: no earlier step captures {{token}}",
            "19:49: spec.http_steps.steps[0].capture[1]: expected exactly one of json, header,"
                + " regexp and cookie",
            "20:16: spec.http_steps.steps[1].name: this name stands here twice, first at"
                + " 17:15",
            "20:28: spec.http_steps.steps[1].url: expected a URL, or a path below the target such"
                + " as /login, got \"a b\"",
            "20:48: spec.http_steps.steps[1].http.body: no earlier step captures {{tokn}} (did you"
                + " mean token?)",
            "24:25: spec.http_steps.steps[2].http.bearer_token: a secret must not stand here:"
                + " expected ${NAME}, or bearer_token_file",
            "25:27: spec.http_steps.steps[2].http.headers.X-Id: no earlier step captures {{ token"
                + " }} (did you mean token?)",
            "26:51: spec.http_steps.steps[2].http.fail_if_body_matches_regexp[1]: {{token}} is put"
                + " into url, headers, body and credentials, not in here",
            "27:11: spec.http_steps.steps[2].http.colour: unknown key",
            "29:20: spec.http_steps.steps[2].capture[0].name: this name stands here twice, first"
                + " at 19:26",
            "30:13: spec.http_steps.steps[2].capture[1]: expected exactly one of json, header,"
                + " regexp and cookie",
            "30:20: spec.http_steps.steps[2].capture[1].name: expected a name such as token, got"
                + " \"a-b\"",
            "31:32: spec.http_steps.steps[2].capture[2].regexp: not a regular expression (RE2):"
                + " missing closing ), in \"a(b\"",
            "32:31: spec.http_steps.steps[2].capture[3].json: expected a JSONPath such as $.token,"
                + " got \"$.a[?(@.b =~ /(a+)+/)]\": =~ is not supported: capture by regexp instead",
            "33:37: spec.http_steps.steps[2].capture[4].secrets: unknown key (did you mean"
                + " secret?)"),
        row(
            "no steps",
            Texts.probe(
                "{service: checkout, prober: http_steps, target: 'http://a/', http_steps: {}}"),
            "10:76: spec.http_steps.steps: required"),
        row(
            "an empty list of steps",
            Texts.probe(
                "{service: checkout, prober: http_steps, target: 'http://a/', http_steps: {steps:"
                    + " []}}"),
            "10:84: spec.http_steps.steps: expected 1 to 100 steps, got 0"),
        row(
            "a transaction of nothing",
            Texts.probe("{service: checkout, prober: http_steps, target: 'http://a/'}"),
            "10:3: spec.http_steps: required"),
        row(
            "steps without their prober",
            Texts.probe("{service: checkout, prober: http, target: 'http://a', http_steps: {}}"),
            "10:69: spec.http_steps: means nothing with prober: http"),
        row(
            "module that is not there",
            Texts.probe("{service: checkout, module: http_2x, target: 'http://a'}"),
            "10:31: spec.module: no module named http_2x among those that are always there"
                + " (http_2xx, tcp_connect); a blackbox.yml is named by blackboxModules in"
                + " config.yml, or by --blackbox (did you mean http_2xx?)"),
        row(
            "everything of a probe at once, also where its module is not known",
            Texts.probe("{service: shopp, target: 'http://', module: tcp_conect}"),
            "10:13: spec.service: no service named shopp",
            "10:28: spec.target: expected a URL such as https://shop.example.com/, got \"http://\"",
            "10:47: spec.module: no module named tcp_conect among those that are always there"
                + " (http_2xx, tcp_connect); a blackbox.yml is named by blackboxModules in"
                + " config.yml, or by --blackbox (did you mean tcp_connect?)"),
        row(
            "no scheme is put before another",
            Texts.probe("{service: checkout, prober: http, target: 'ftp://x'}"),
            "10:45: spec.target: expected a URL such as https://shop.example.com/, got \"ftp://x\""),
        row(
            "nothing is near to one letter",
            Texts.probe("{service: checkout, prober: http, target: 'http://x', y: 1, ttp: {}}"),
            "10:57: spec.y: unknown key",
            "10:63: spec.ttp: unknown key (did you mean http?)"),
        row(
            "module of the other prober",
            Texts.probe("{service: checkout, module: tcp_connect, prober: http, target: 'a:1'}"),
            "10:52: spec.prober: the module is for prober: tcp"),
        row(
            "secrets in their places",
            Texts.probe(
                """
                service: checkout
                target: https://a/
                prober: http
                http:
                  basic_auth: {username: a, password: hunter2}
                  http_headers: {X-Key: {secrets: [hunter2]}}
                  tls_config: {cert: PEM, key: hunter2}
                """),
            "14:41: spec.http.basic_auth.password: a secret must not stand here: expected ${NAME},"
                + " or password_file",
            "15:38: spec.http.http_headers.X-Key.secrets[0]: a secret must not stand here: expected"
                + " ${NAME}, or files",
            "16:34: spec.http.tls_config.key: a secret must not stand here: expected ${NAME}, or"
                + " key_file"),
        row(
            "bad limits and addresses",
            Texts.probe(
                """
                service: checkout
                target: a:1
                prober: tcp
                tcp:
                  fail_if_slower_than: {total: 0, conect: 1s}
                  degraded_if_slower_than: fast
                  resolver: dns.example.com:53
                  source_ip_address: eth0
                  query_response: [{expect: a, expect_bytes: b, labels: [{name: a-b}]}]
                """),
            "14:34: spec.tcp.fail_if_slower_than.total: not above zero: 0",
            "14:37: spec.tcp.fail_if_slower_than.conect: unknown key (did you mean connect?)",
            "15:30: spec.tcp.degraded_if_slower_than: expected a duration such as 30s, got"
                + " \"fast\"",
            "16:15: spec.tcp.resolver: expected the address of a DNS server such as 192.0.2.53:53,"
                + " got \"dns.example.com:53\"",
            "17:24: spec.tcp.source_ip_address: expected an IP address, got \"eth0\"",
            "18:22: spec.tcp.query_response[0]: expected at most one of expect and expect_bytes",
            "18:67: spec.tcp.query_response[0].labels[0].name: expected a label's name such as"
                + " banner, got \"a-b\""),
        row(
            "keys of the other prober",
            Texts.probe("{service: checkout, prober: http, target: 'http://a', tcp: {tls: true}}"),
            "10:62: spec.tcp: means nothing with prober: http"),
        row(
            "bad HTTP keys",
            Texts.probe(
                """
                service: checkout
                target: https://a/
                prober: http
                http:
                  valid_status_code: [200]
                  valid_http_versions: [HTTP/2]
                  method: "GET /"
                  headers: {"A B": c, D: "e\\nf"}
                  fail_if_body_matches_regexp: ["a(", "(?=x)"]
                  fail_if_ssl: yes
                  basic_auth: {user: a}
                  body_size_limit: 10 megs
                  tls_config: {ca_file: missing.pem, min_version: TLS9}
                """),
            "14:5: spec.http.valid_status_code: unknown key (did you mean valid_status_codes?)",
            "15:27: spec.http.valid_http_versions[0]: expected HTTP/1.0, HTTP/1.1, HTTP/2.0 or"
                + " HTTP/3.0, got \"HTTP/2\" (did you mean HTTP/2.0?)",
            "16:13: spec.http.method: expected a method such as GET, got \"GET /\"",
            "17:22: spec.http.headers.A B: not a header's name",
            "17:28: spec.http.headers.D: expected a header's value: ASCII without control"
                + " characters",
            "18:35: spec.http.fail_if_body_matches_regexp[0]: not a regular expression (RE2):"
                + " missing closing ), in \"a(\"",
            "18:41: spec.http.fail_if_body_matches_regexp[1]: not a regular expression (RE2):"
                + " invalid or unsupported Perl syntax, in \"(?=x)\"",
            "19:18: spec.http.fail_if_ssl: expected true or false, got \"yes\"",
            "20:18: spec.http.basic_auth.user: unknown key",
            "21:22: spec.http.body_size_limit: expected a size such as 10MiB, got \"10 megs\"",
            "22:27: spec.http.tls_config.ca_file: expected a file that can be read, got"
                + " \"missing.pem\"",
            "22:53: spec.http.tls_config.min_version: expected TLS10, TLS11, TLS12 or TLS13, got"
                + " \"TLS9\""),
        row(
            "bad incident rule",
            Texts.probe(
                """
                service: checkout
                target: a:1
                prober: tcp
                locations: [eu]
                incident: {failures: 0, recoveries: 2.5, quorum: 2, severity: crit}
                """),
            "14:24: spec.incident.failures: expected a whole number from 1 to 1000, got 0",
            "14:39: spec.incident.recoveries: expected a whole number from 1 to 1000, got 2.5",
            "14:52: spec.incident.quorum: expected a whole number from 1 to 1, got 2",
            "14:65: spec.incident.severity: expected critical, error, info or warning, got"
                + " \"crit\""));
  }

  static Stream<Arguments> slos() {
    return Stream.of(
        slo(
            "percent as ratio",
            "target: 0.999",
            "target: 99.9",
            "18:25: spec.objectives[0].target: not in (0, 1): 99.9 (did you mean 0.999?)"),
        slo(
            "target of one",
            "target: 0.999",
            "target: 1",
            "18:25: spec.objectives[0].target: not in (0, 1): 1, which would leave no error"
                + " budget"),
        slo(
            "target as text",
            "target: 0.999",
            "target: 99.9%",
            "18:25: spec.objectives[0].target: expected a ratio such as 0.999, got \"99.9%\" (did you"
                + " mean 0.999, or targetPercent: 99.9?)"),
        slo(
            "window in words",
            "30d",
            "30 days",
            "17:27: spec.timeWindow[0].duration: expected a duration such as 30d (one whole number"
                + " and one of m h d w M Q Y), got \"30 days\" (did you mean 30d?)"),
        slo(
            "two targets",
            "target: 0.999",
            "target: 0.9, targetPercent: 90",
            "18:16: spec.objectives[0]: expected exactly one of target and targetPercent"),
        slo(
            "percentage that leaves nothing",
            "{target: 0.999}",
            "{targetPercent: 1e-323}",
            "18:32: spec.objectives[0].targetPercent: not in (0, 100): 1e-323"),
        slo(
            "objective twice",
            "{target: 0.999}",
            "{target: 0.9}, {targetPercent: 90}",
            "18:31: spec.objectives[1]: a second objective named 90 (displayName tells them"
                + " apart)"),
        slo(
            "no objective",
            "[{target: 0.999}]",
            "[]",
            "18:15: spec.objectives: expected at least one objective"),
        slo(
            "Timeslices",
            "Occurrences",
            "Timeslices",
            "18:16: spec.objectives[0].timeSliceTarget: required",
            "18:16: spec.objectives[0].timeSliceWindow: required"),
        slo(
            "misspelt method",
            "Occurrences",
            "Occurences",
            "16:20: spec.budgetingMethod: expected Occurrences, RatioTimeslices or Timeslices, got"
                + " \"Occurences\" (did you mean Occurrences?)"),
        slo(
            "window in seconds",
            "30d",
            "30s",
            "17:27: spec.timeWindow[0].duration: expected a duration such as 30d (one whole number"
                + " and one of m h d w M Q Y), got \"30s\""),
        slo(
            "window too short for a long and a short one",
            "30d",
            "1m",
            "17:27: spec.timeWindow[0].duration: shorter than 2m: \"1m\""),
        slo(
            "endless window",
            "30d",
            "6Y",
            "17:27: spec.timeWindow[0].duration: longer than 5Y: \"6Y\""),
        slo(
            "calendar window",
            ", isRolling: true",
            ", calendar: {startTime: 2026-02-30 00:00:00, timeZone: Europe/Berln}",
            "17:54: spec.timeWindow[0].calendar.startTime: expected a time such as 2026-01-01"
                + " 00:00:00, got \"2026-02-30 00:00:00\"",
            "17:85: spec.timeWindow[0].calendar.timeZone: expected a time zone such as"
                + " Europe/Berlin or UTC, got \"Europe/Berln\" (did you mean Europe/Berlin?)"),
        slo(
            "rolling calendar window",
            ", isRolling: true",
            ", isRolling: true, calendar: {}",
            "17:59: spec.timeWindow[0].calendar: means nothing with isRolling: true"),
        slo(
            "calendar window of a minute, as in OpenSLO's example",
            "30d, isRolling: true",
            "1m, calendar: {startTime: 2022-01-01 12:00:00, timeZone: UTC}",
            "17:27: spec.timeWindow[0].duration: shorter than 2m: \"1m\" (did you mean 1M, a"
                + " month?)"),
        slo(
            "window that does not roll",
            ", isRolling: true",
            "",
            "17:16: spec.timeWindow[0]: expected isRolling: true, or calendar with startTime and"
                + " timeZone"),
        slo(
            "alert policies",
            "budgetingMethod: Occurrences",
            "budgetingMethod: Occurrences\n  alertPolicies: [{}, {alertPolicyRef: a, kind: b}, c]",
            "17:19: spec.alertPolicies[0]: expected either alertPolicyRef or kind, metadata and"
                + " spec",
            "17:23: spec.alertPolicies[1]: expected either alertPolicyRef or kind, metadata and"
                + " spec",
            "17:40: spec.alertPolicies[1].alertPolicyRef: no alert policy named a",
            "17:53: spec.alertPolicies[2]: expected a mapping, got \"c\""),
        slo(
            "indicators at both levels",
            "{target: 0.999}",
            "{target: 0.999, indicatorRef: a, compositeWeight: 0}",
            "18:16: spec.objectives[0]: the SLO has an indicator for all objectives: expected it"
                + " there or here",
            "18:66: spec.objectives[0].compositeWeight: not above 0: 0"),
        slo(
            "composite in which an objective lacks its indicator",
            "{target: 0.999}]\n  indicator:",
            "{target: 0.9}, {target: 0.8, indicatorRef: none}]\n  indicatr:",
            "18:16: spec.objectives[0]: expected an indicator or indicatorRef, as other"
                + " objectives have one",
            "18:59: spec.objectives[1].indicatorRef: no SLI named none",
            "19:3: spec.indicatr: unknown key (did you mean indicator?)"),
        sloOf(
            "slices that do not fit",
            "budgetingMethod: Occurrences",
            "budgetingMethod: Timeslices",
            "{target: 0.999}",
            "{target: 0.9, timeSliceTarget: 0, timeSliceWindow: 7m}, "
                + "{target: 0.8, timeSliceTarget: 1, timeSliceWindow: 1M},"
                + "{target: 0.7, timeSliceTarget: 0.95, timeSliceWindow: 31d},"
                + "{target: 0.6, timeSliceTarget: 0.95, timeSliceWindow: 1}",
            "18:47: spec.objectives[0].timeSliceTarget: not in (0, 1]: 0",
            "18:67: spec.objectives[0].timeSliceWindow: the window of 30d is no multiple of it:"
                + " \"7m\"",
            "18:181: spec.objectives[2].timeSliceWindow: longer than the window: \"31d\"",
            "18:240: spec.objectives[3].timeSliceWindow: expected a duration such as 30d (one"
                + " whole number and one of m h d w M Q Y), got 1"),
        slo(
            "good of another type than total",
            "good: {metricSource: {type: nines, spec: {probe: checkout-http, result: success}}}",
            "good: {metricSource: {type: prometheus, spec: {query: a}}}",
            "23:55: spec.indicator.spec.ratioMetric.good.metricSource.spec: expected the same type"
                + " of metricSource as in total"),
        slo(
            "every run good",
            ", result: success",
            "",
            "23:50: spec.indicator.spec.ratioMetric.good.metricSource.spec: every run is good:"
                + " expected result: success, within, or both"),
        slo(
            "good by failing",
            "result: success",
            "result: failure",
            "23:81: spec.indicator.spec.ratioMetric.good.metricSource.spec.result: expected"
                + " success, got \"failure\""),
        slo(
            "phase without within",
            "result: success",
            "result: success, phase: processing",
            "23:97: spec.indicator.spec.ratioMetric.good.metricSource.spec.phase: means nothing"
                + " without within"),
        slo(
            "within nothing",
            "result: success",
            "result: success, within: 0s",
            "23:98: spec.indicator.spec.ratioMetric.good.metricSource.spec.within: not above zero:"
                + " \"0s\""),
        slo(
            "mistyped probe is one fault",
            "spec: {probe: checkout-http, result: success}",
            "spec: {probe: checkout-htp, result: success}",
            "23:58: spec.indicator.spec.ratioMetric.good.metricSource.spec.probe: no probe named"
                + " checkout-htp (did you mean checkout-http?)"),
        slo(
            "service of an SLO that has other faults",
            "service: checkout\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: 30d",
            "service: chekout\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: 1m",
            "15:12: spec.service: no service named chekout (did you mean checkout?)",
            "17:27: spec.timeWindow[0].duration: shorter than 2m: \"1m\""),
        slo(
            "good of another probe",
            "spec: {probe: checkout-http}",
            "spec: {service: checkout}",
            "23:58: spec.indicator.spec.ratioMetric.good.metricSource.spec.probe: expected the"
                + " same probe or service as in total"),
        slo(
            "SLI naming a probe that is not there",
            "probe: checkout-http",
            "probe: checkuot-http",
            "23:58: spec.indicator.spec.ratioMetric.good.metricSource.spec.probe: no probe named"
                + " checkuot-http (did you mean checkout-http?)"),
        slo(
            "two indicators",
            "budgetingMethod: Occurrences",
            "budgetingMethod: Occurrences\n  indicatorRef: a",
            "15:3: spec: expected exactly one of indicator and indicatorRef"),
        slo(
            "settings",
            "name: checkout-available",
            "name: checkout-available\n  annotations: {nines.dev/locations: one,"
                + " nines.dev/burn-alert: none, nines.dev/minimum-events: -1, other: x}",
            "14:38: metadata.annotations.nines.dev/locations: expected all, any, majority or"
                + " pooled, got \"one\"",
            "14:65: metadata.annotations.nines.dev/burn-alert: unknown annotation (did you mean"
                + " nines.dev/burn-alerts?)",
            "14:97: metadata.annotations.nines.dev/minimum-events: expected a whole number of"
                + " events such as \"100\", got -1"),
        row(
            "thresholds",
            Texts.slo(
                """
                service: checkout
                budgetingMethod: Occurrences
                timeWindow: [{duration: 30d, isRolling: true}]
                objectives: [{target: 0.9, op: less, value: 0}, {target: 0.8}]
                indicator:
                  metadata: {name: success}
                  spec:
                    thresholdMetric:
                      metricSource: {type: nines, spec: {probe: checkout-http, measure: all}}
                """),
            "18:34: spec.objectives[0].op: expected gt, gte, lt or lte, got \"less\"",
            "23:75: spec.indicator.spec.thresholdMetric.metricSource.spec.measure: expected"
                + " connect, processing, resolve, tls, total or transfer, got \"all\""));
  }

  private static Arguments sloOf(
      String name, String from, String to, String from2, String to2, String... faults) {
    var whole = Texts.slo(Texts.SLO_SPEC);
    assertThat(whole).contains(from, from2);
    return row(name, whole.replace(from, to).replace(from2, to2), faults);
  }

  private static Arguments slo(String name, String from, String to, String... faults) {
    var whole = Texts.slo(Texts.SLO_SPEC);
    assertThat(whole).contains(from);
    return row(name, whole.replace(from, to), faults);
  }

  static Stream<Arguments> policiesAndChannels() {
    return Stream.of(
        row(
            "two policies for a service",
            Texts.SERVICE
                + """
                apiVersion: nines.dev/v1
                kind: ServicePolicy
                metadata: {name: a}
                spec: {services: [checkout], holdTime: 2 min, escalation: x}
                ---
                apiVersion: nines.dev/v1
                kind: ServicePolicy
                metadata: {name: b}
                spec: {services: [checkout, chekout]}
                """,
            "8:40: spec.holdTime: expected a duration such as 30s, got \"2 min\" (did you mean"
                + " 2m?)",
            "8:59: spec.escalation: expected a list, got \"x\"",
            "13:19: spec.services[0]: a second policy for checkout, the first is at 8:19",
            "13:29: spec.services[1]: no service named chekout (did you mean checkout?)"),
        row(
            "escalation, silence and heartbeat",
            Texts.SERVICE
                + """
                apiVersion: nines.dev/v1
                kind: NotificationChannel
                metadata: {name: on-call}
                spec: {type: log, giveUpAfter: 1s, match: nobody}
                ---
                apiVersion: nines.dev/v1
                kind: ServicePolicy
                metadata: {name: a}
                spec:
                  services: [checkout]
                  escalation:
                    - {after: 0s, targets: [on-cal]}
                    - {after: 5m, targets: []}
                ---
                apiVersion: nines.dev/v1
                kind: Silence
                metadata: {name: quiet}
                spec: {start: 2026-11-29T12:00:00Z, end: 2026-11-29T11:00:00Z}
                ---
                apiVersion: nines.dev/v1
                kind: Silence
                metadata: {name: loud}
                spec:
                  services: [chekout]
                  all: true
                  start: 2026-11-29T12:00:00Z
                  end: +10000-01-01T00:00:00Z
                  reason: moving
                  by: ops
                ---
                apiVersion: nines.dev/v1
                kind: Heartbeat
                metadata: {name: backup}
                spec: {service: chekout, every: 1s, grace: soon, token: abc}
                """,
            "8:32: spec.giveUpAfter: not at least 1m: \"1s\"",
            "8:43: spec.match: expected a mapping or none, got \"nobody\"",
            "16:15: spec.escalation[0].after: must be above zero",
            "16:29: spec.escalation[0].targets[0]: no channel named on-cal (did you mean on-call?)",
            "17:28: spec.escalation[1].targets: expected at least one channel",
            "22:7: spec: expected services, labels or severities or, for everything, all: true",
            "22:7: spec.by: required",
            "22:7: spec.reason: required",
            "22:42: spec.end: must be after start",
            "28:3: spec: expected either all: true, or services, labels and severities",
            "28:14: spec.services[0]: no service named chekout (did you mean checkout?)",
            "31:8: spec.end: expected a time of the years 1970 to 9999, got \"+10000-01-01T00:00:00Z\"",
            "38:17: spec.service: no service named chekout (did you mean checkout?)",
            "38:33: spec.every: not at least 10s: \"1s\"",
            "38:44: spec.grace: expected a duration such as 30s, got \"soon\"",
            "38:57: spec.token: a secret must not stand here: expected ${NAME}, or token_file"),
        channel(
            "literal secret",
            "{type: webhook, url: 'http://a', secret: whsec_AAAA}",
            "8:48: spec.secret: a secret must not stand here: expected ${NAME}, or secret_file"),
        channel(
            "secret with a default",
            "{type: webhook, url: 'http://a', secret: \"${X:-whsec_AAAA}\"}",
            "8:48: spec.secret: a secret must not stand here: expected ${NAME}, or secret_file"),
        channel(
            "what a variable holds is not shown",
            "{type: webhook, url: \"${BAD_SECRET}\", secret: \"${BAD_SECRET}\"}",
            "8:28: spec.url: expected an http or https URL, got \"${BAD_SECRET}\"",
            "8:53: spec.secret: does not hold whsec_ and base64, the form of a Standard Webhooks"
                + " secret"),
        channel(
            "host that the JDK's client does not call",
            "{type: webhook, url: 'http://my_hook:8080/'}",
            "8:28: spec.url: a host with an underscore cannot be called here:"
                + " \"http://my_hook:8080/\""),
        channel(
            "no address",
            "{type: webhook, match: {services: [none], severities: [page]}}",
            "8:7: spec: expected exactly one of url and url_file",
            "8:62: spec.match.severities[0]: expected critical, error, info or warning, got"
                + " \"page\""),
        channel("URL of a log", "{type: log, url: 'http://a'}", "8:19: spec.url: unknown key"));
  }

  private static Arguments channel(String name, String spec, String... faults) {
    var text =
        Texts.SERVICE
            + "apiVersion: nines.dev/v1\nkind: NotificationChannel\nmetadata: {name: a}\nspec: "
            + spec;
    return row(name, text, faults);
  }

  static Stream<Arguments> references() {
    var probes =
        """
        apiVersion: nines.dev/v1
        kind: Probe
        metadata: {name: a}
        spec: {service: checkout, prober: tcp, target: "a:1", dependsOn: ["probe:b"]}
        ---
        apiVersion: nines.dev/v1
        kind: Probe
        metadata: {name: b}
        spec: {service: %s, prober: tcp, target: "a:1", dependsOn: ["%s"]}
        ---
        """;
    return Stream.of(
        row(
            "service that is not there",
            Texts.PROBE.replace("service: checkout", "service: chekout") + Texts.SERVICE,
            "4:17: spec.service: no service named chekout (did you mean checkout?)"),
        row(
            "service without probe",
            Texts.slo(Texts.SLO_SPEC.replace("probe: checkout-http", "service: empty"))
                + "---\napiVersion: openslo/v1\nkind: Service\nmetadata: {name: empty}\n",
            "23:60: spec.indicator.spec.ratioMetric.good.metricSource.spec.service: the service"
                + " empty has no probe"),
        row(
            "cycle of probes",
            Texts.SERVICE + probes.formatted("checkout", "probe:a"),
            "8:67: spec.dependsOn[0]: depends on itself: probe:a -> probe:b -> probe:a"),
        row(
            "cycle through a service",
            Texts.SERVICE + probes.formatted("checkout", "service:checkout"),
            "8:67: spec.dependsOn[0]: depends on itself: probe:a -> probe:b -> service:checkout"
                + " -> probe:a",
            "13:67: spec.dependsOn[0]: depends on itself: probe:b -> service:checkout -> probe:b"),
        row(
            "a word of traces that there is not",
            Texts.SERVICE
                + probes
                    .formatted("checkout", "service:dns")
                    .replace("dependsOn: [\"service:dns\"]", "tracing: {targets: sometimes}"),
            "13:74: spec.tracing.targets: expected always, head or never, got \"sometimes\""),
        row(
            "dependencies that lead nowhere",
            Texts.SERVICE + probes.formatted("checkout", "edge"),
            "13:67: spec.dependsOn[0]: expected probe:NAME or service:NAME, got \"edge\""),
        row(
            "a faulty probe is declared all the same",
            Texts.slo(Texts.SLO_SPEC).replace("prober: http", "prober: htp"),
            "8:35: spec.prober: expected http, http_steps or tcp, got \"htp\" (did you mean http?)"));
  }

  @Test
  void doubtsAreWarnings() {
    var text =
        Texts.slo(Texts.SLO_SPEC)
            .replace("result: success", "within: 1s")
            .replace("{target: 0.999}", "{targetPercent: 0.999, op: gt}");

    var reading = Texts.read(text);

    assertThat(reading.faults()).isEmpty();
    assertThat(reading.warnings())
        .extracting(Fault::toString)
        .containsExactly(
            "checkout.yml:18:16: spec.objectives[0]: op and value mean nothing on a ratioMetric",
            "checkout.yml:18:16: spec.objectives[0]: page alert 14.4x over 1h and 5m can never fire"
                + " for objective 0.999: a total outage burns only 1x",
            "checkout.yml:18:16: spec.objectives[0]: page alert 6x over 6h and 30m can never fire"
                + " for objective 0.999: a total outage burns only 1x",
            "checkout.yml:18:16: spec.objectives[0]: ticket alert 3x over 24h and 2h can never fire"
                + " for objective 0.999: a total outage burns only 1x",
            "checkout.yml:18:32: spec.objectives[0].targetPercent: is a percentage: this promises"
                + " only 0.999 %",
            "checkout.yml:23:50: spec.indicator.spec.ratioMetric.good.metricSource.spec: a run"
                + " that fails fast enough counts as good; result: success prevents it");
  }
}
