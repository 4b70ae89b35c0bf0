package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.Situation.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** HTTP without TLS. */
record HttpSituations(Zoo zoo) {
  Stream<Situation> all() {
    return Stream.of(
            statuses(),
            redirects(),
            bodies(),
            compression(),
            headers(),
            requests(),
            broken(),
            addresses())
        .flatMap(List::stream);
  }

  private List<Situation> statuses() {
    var rows = new ArrayList<Situation>();
    IntStream.of(200, 201, 204, 206, 304, 400, 401, 403, 404, 410, 429, 500, 502, 503, 504, 599)
        .forEach(status -> rows.add(http("status " + status, zoo.web("/status/" + status), "")));
    rows.add(http("a listed status", zoo.web("/status/404"), "valid_status_codes: [200, 404]"));
    rows.add(
        http("200 where it is not listed", zoo.web("/status/200"), "valid_status_codes: [204]"));
    rows.add(http("HTTP/1.1 wanted", zoo.web("/status/200"), "valid_http_versions: [HTTP/1.1]"));
    rows.add(
        http(
            "HTTP/2 wanted, 1.1 given", zoo.web("/status/200"), "valid_http_versions: [HTTP/2.0]"));
    rows.add(http("HTTP/1.0", zoo.web("/raw/HTTP%2F1.0%20200%20OK%5Cr%5Cn%5Cr%5Cnold"), ""));
    rows.add(
        http(
            "103 before 200",
            zoo.web(
                "/raw/HTTP%2F1.1%20103%20Early%5Cr%5Cn%5Cr%5CnHTTP%2F1.1%20200%20OK%5Cr%5CnContent-Length:%202%5Cr%5Cn%5Cr%5Cnok"),
            ""));
    rows.add(http("plain where TLS must be", zoo.web("/status/200"), "fail_if_not_ssl: true"));
    rows.add(http("plain where TLS must not be", zoo.web("/status/200"), "fail_if_ssl: true"));
    rows.add(http("a target without a scheme", zoo.at("web") + "/status/200", ""));
    return rows;
  }

  private List<Situation> redirects() {
    return List.of(
        http("one redirect", zoo.web("/redirect/1"), ""),
        http("three redirects", zoo.web("/redirect/3"), ""),
        http("ten redirects", zoo.web("/redirect/10"), ""),
        http("eleven redirects", zoo.web("/redirect/11"), ""),
        http("a loop of redirects", zoo.web("/loop"), ""),
        http("a redirect that is not followed", zoo.web("/redirect/1"), "follow_redirects: false"),
        http(
            "a redirect that is wanted",
            zoo.web("/redirect/1"),
            "follow_redirects: false, valid_status_codes: [302]"),
        http(
            "a redirect that is not followed, the old way",
            zoo.web("/redirect/1"),
            "no_follow_redirects: true"),
        http(
            "a pattern on a redirect that is not followed",
            zoo.web("/redirect/1"),
            "follow_redirects: false, valid_status_codes: [302],"
                + " fail_if_body_not_matches_regexp: [ok]"),
        http(
            "a pattern that must not match on a redirect that is not followed",
            zoo.web("/redirect/1"),
            "follow_redirects: false, valid_status_codes: [302],"
                + " fail_if_body_matches_regexp: [ok]"),
        http("a redirect to nowhere", zoo.web("/nowhere"), ""),
        http(
            "a redirect to a refused port",
            zoo.web("/to/http:%2F%2F" + zoo.at("refused") + "%2F"),
            ""),
        http(
            "a redirect to an unknown name",
            zoo.web("/to/http:%2F%2Fdoes-not-exist.invalid%2F"),
            ""),
        http("a redirect to another scheme", zoo.web("/to/ftp:%2F%2F127.0.0.1%2F"), ""),
        http("a redirect that is no URL", zoo.web("/to/http:%2F%2F%5B::bad%2F"), "")
            .differs(Differences.COUNTED_REDIRECT, "probe_http_redirects"),
        http("a redirect with a cookie", zoo.web("/cookie"), ""),
        http("302 turns POST into GET", zoo.web("/moved/302/GET"), "method: POST, body: abc"),
        http("307 keeps POST", zoo.web("/moved/307/POST"), "method: POST, body: abc"),
        http("308 keeps POST", zoo.web("/moved/308/POST"), "method: POST, body: abc"),
        http("303 turns POST into GET", zoo.web("/moved/303/GET"), "method: POST, body: abc"),
        http("301 keeps HEAD", zoo.web("/moved/301/HEAD"), "method: HEAD"),
        http(
            "a redirect from IPv4 to IPv6",
            zoo.web("/to/http:%2F%2F%5B::1%5D:" + zoo.port("web6") + "%2Fstatus%2F200"),
            ""));
  }

  private List<Situation> bodies() {
    return List.of(
        http(
            "a body that matches",
            zoo.web("/header/X:%20y"),
            "fail_if_body_not_matches_regexp: ['version [0-9.]+']"),
        http(
            "a body that does not match",
            zoo.web("/header/X:%20y"),
            "fail_if_body_not_matches_regexp: ['version 9']"),
        http(
            "one of two not matched",
            zoo.web("/header/X:%20y"),
            "fail_if_body_not_matches_regexp: ['hello', 'bye']"),
        http(
            "a body that must not match",
            zoo.web("/header/X:%20y"),
            "fail_if_body_matches_regexp: ['hello']"),
        http(
            "a body that need not match",
            zoo.web("/header/X:%20y"),
            "fail_if_body_matches_regexp: ['bye']"),
        http(
            "case does not matter",
            zoo.web("/header/X:%20y"),
            "fail_if_body_matches_regexp: ['(?i)HELLO']"),
        http(
            "lines do matter",
            zoo.web("/header/X:%20y"),
            "fail_if_body_not_matches_regexp: ['(?m)^hello.*3$']"),
        http(
            "what follows a byte that is no UTF-8",
            zoo.web("/latin-1/caf%C3%A9%20Pay%20now"),
            "fail_if_body_not_matches_regexp: ['\\sPay\\s', '^caf.\\sPay']"),
        http(
            "what must not follow a byte that is no UTF-8",
            zoo.web("/latin-1/caf%C3%A9%20Pay%20now"),
            "fail_if_body_matches_regexp: ['\\s+Pay']"),
        http(
            "a status that failed hides the regexp",
            zoo.web("/status/500"),
            "fail_if_body_matches_regexp: ['ok']"),
        http("a large body", zoo.web("/size/300000"), ""),
        http("a body below the limit", zoo.web("/size/1000"), "body_size_limit: 1001B"),
        http("a body at the limit", zoo.web("/size/1024"), "body_size_limit: 1KB"),
        http("a body over the limit", zoo.web("/size/1025"), "body_size_limit: 1KB"),
        http(
            "a body over the limit, searched",
            zoo.web("/size/5000"),
            "body_size_limit: 1KB, fail_if_body_not_matches_regexp: ['x']"),
        http("an empty body", zoo.web("/size/0"), "fail_if_body_not_matches_regexp: ['^$']"),
        http(
            "chunks",
            zoo.web(
                "/raw/HTTP%2F1.1%20200%20OK%5Cr%5CnTransfer-Encoding:%20chunked%5Cr%5Cn%5Cr%5Cn2%5Cr%5Cnok%5Cr%5Cn0%5Cr%5Cn%5Cr%5Cn"),
            "fail_if_body_not_matches_regexp: ['^ok$']"),
        http(
            "JSON by regexp",
            zoo.web("/json"),
            "fail_if_body_not_matches_regexp: ['\"status\": \"up\"']"),
        http("the answer to HEAD", zoo.web("/size/1000"), "method: HEAD"));
  }

  private List<Situation> compression() {
    var rows = new ArrayList<Situation>();
    for (var encoding : List.of("gzip", "br", "deflate", "identity")) {
      rows.add(
          http(
              encoding + " as wanted",
              zoo.web("/encoded/" + encoding),
              "compression: %s, fail_if_body_not_matches_regexp: ['^hello']".formatted(encoding)));
      rows.add(http(encoding + " unasked", zoo.web("/encoded/" + encoding), ""));
      rows.add(
          http(encoding + " wanted, plain given", zoo.web("/size/10"), "compression: " + encoding));
      rows.add(
          http(
              encoding + " said, plain given",
              zoo.web("/lying/" + encoding),
              "compression: " + encoding));
      rows.add(
          http(
              encoding + " is not asked for by compression alone",
              zoo.web("/lacks/[a]ccept-encoding"),
              "compression: " + encoding));
    }
    rows.add(http("zlib instead of raw deflate", zoo.web("/encoded/zlib"), "compression: deflate"));
    rows.add(http("gzip wanted, br given", zoo.web("/encoded/br"), "compression: gzip"));
    rows.add(http("no encoding is asked for", zoo.web("/lacks/[a]ccept-encoding"), ""));
    rows.add(
        http(
            "a declared Accept-Encoding",
            zoo.web("/encoded/gzip"),
            "compression: gzip, headers: {Accept-Encoding: '*'}"));
    rows.add(
        http(
            "a small limit on a body that unpacks",
            zoo.web("/encoded/gzip"),
            "compression: gzip, body_size_limit: 10B"));
    return rows;
  }

  private List<Situation> headers() {
    var version = zoo.web("/header/X-Version:%201.2%7CX-Version:%202.0");
    return List.of(
        http(
            "a header that matches",
            version,
            "fail_if_header_not_matches: [{header: X-Version, regexp: '^2'}]"),
        http(
            "a header that does not match",
            version,
            "fail_if_header_not_matches: [{header: X-Version, regexp: '^3'}]"),
        http(
            "a header by another case",
            version,
            "fail_if_header_not_matches: [{header: x-version, regexp: '^1'}]"),
        http(
            "a header that must not match",
            version,
            "fail_if_header_matches: [{header: X-Version, regexp: '^2'}]"),
        http(
            "a header that need not match",
            version,
            "fail_if_header_matches: [{header: X-Version, regexp: '^3'}]"),
        http(
            "a missing header that must match",
            version,
            "fail_if_header_not_matches: [{header: X-No, regexp: '.'}]"),
        http(
            "a missing header that may be missing",
            version,
            "fail_if_header_not_matches: [{header: X-No, regexp: '.', allow_missing: true}]"),
        http(
            "a missing header that must not match",
            version,
            "fail_if_header_matches: [{header: X-No, regexp: '.'}]"),
        http(
            "a missing header that must not match, but may be missing",
            version,
            "fail_if_header_matches: [{header: X-No, regexp: '.', allow_missing: true}]"),
        http(
            "Last-Modified",
            zoo.web("/header/Last-Modified:%20Tue,%2003%20Nov%202026%2010:20:30%20GMT"),
            ""),
        http(
            "Last-Modified by RFC 850",
            zoo.web("/header/Last-Modified:%20Tuesday,%2003-Nov-26%2010:20:30%20GMT"),
            ""),
        http(
            "Last-Modified by asctime",
            zoo.web("/header/Last-Modified:%20Tue%20Nov%20%203%2010:20:30%202026"),
            ""),
        http("Last-Modified that is no date", zoo.web("/header/Last-Modified:%20yesterday"), ""));
  }

  private List<Situation> requests() {
    return List.of(
        http("a method", zoo.web("/wants/^PUT%20"), "method: PUT"),
        http("a body", zoo.web("/wants/%5Cn%5Cnfine=1$"), "method: POST, body: 'fine=1'"),
        http("a POST without a body", zoo.web("/wants/content-length:%200"), "method: POST"),
        http("headers", zoo.web("/wants/x-one:%20a%20b%5Cn"), "headers: {X-One: a b}"),
        http(
            "a Host header",
            zoo.web("/wants/host:%20shop.example%5Cn"),
            "headers: {Host: shop.example}"),
        http("the Host by default", zoo.web("/wants/host:%20127.0.0.1:[0-9]*%5Cn"), ""),
        http(
            "a Content-Type",
            zoo.web("/wants/content-type:%20application.json%5Cn"),
            "method: POST, body: '{}', headers: {Content-Type: application/json}"),
        http(
            "a declared User-Agent",
            zoo.web("/wants/user-agent:%20mine%5Cn"),
            "headers: {User-Agent: mine}"),
        http(
            "basic authentication",
            zoo.web("/wants/Basic%20dTpw%5Cn"),
            "basic_auth: {username: u, password: p}"),
        http(
            "a wrong password",
            zoo.web("/wants/Basic%20dTpw%5Cn"),
            "basic_auth: {username: u, password: q}"),
        http("a bearer token", zoo.web("/wants/Bearer%20abc%5Cn"), "bearer_token: abc"),
        http(
            "credentials of a type",
            zoo.web("/wants/Token%20abc%5Cn"),
            "authorization: {type: Token, credentials: abc}"),
        http("a user in the URL", "http://u:p@" + zoo.at("web") + "/wants/Basic%20dTpw%5Cn", ""),
        http("the query is kept", zoo.web("/wants/q=1&r=2%20HTTP?q=1&r=2"), ""),
        http("the fragment is not sent", zoo.web("/lacks/[f]rag#frag"), ""),
        http("hostname= sets the Host header", zoo.web("/wants/host:%20shop.example%5Cn"), "")
            .asking("hostname", "shop.example"));
  }

  private List<Situation> broken() {
    return List.of(
        http("a refused port", "http://" + zoo.at("refused"), ""),
        http("a black hole", "http://" + zoo.at("blackhole"), "").within("1s"),
        http("an unknown name", "http://does-not-exist.invalid/", ""),
        http("a server that says nothing", zoo.web("/hang"), "").within("1s"),
        http("half a body", zoo.web("/half"), "").within("1s"),
        http(
                "half a body that is searched",
                zoo.web("/half"),
                "fail_if_body_not_matches_regexp: [x]")
            .within("1s"),
        http("a dripping body", zoo.web("/drip"), "")
            .within("1s")
            .varying("probe_http_uncompressed_body_length"),
        http("a dripping header", zoo.web("/drip-header"), "").within("1s"),
        http("an endless body", zoo.web("/endless"), "")
            .within("1s")
            .varying("probe_http_uncompressed_body_length"),
        http("a reset in mid-body", zoo.web("/reset"), ""),
        http(
            "a reset in a searched body",
            zoo.web("/reset"),
            "fail_if_body_matches_regexp: [nothing]"),
        http("a reset at once", "http://" + zoo.at("reset"), ""),
        http("a server that hangs up", "http://" + zoo.at("closing"), ""),
        http("another protocol", "http://" + zoo.at("ssh"), ""),
        http(
            "a body that ends early",
            zoo.web("/raw/HTTP%2F1.1%20200%20OK%5Cr%5CnContent-Length:%2010%5Cr%5Cn%5Cr%5Cnabc"),
            ""),
        http(
            "a chunk size that is none",
            zoo.web(
                "/raw/HTTP%2F1.1%20200%20OK%5Cr%5CnTransfer-Encoding:%20chunked%5Cr%5Cn%5Cr%5Cnzz%5Cr%5Cn"),
            ""),
        http("a late answer, in time", zoo.web("/late/500"), ""),
        http("a late body, in time", zoo.web("/late-body/500"), ""),
        http("a port that is none", "http://127.0.0.1:99999/", "")
            .differs(
                Differences.NO_TARGET,
                "probe_dns_lookup_time_seconds",
                "probe_http_duration_seconds",
                "probe_ip_addr_hash",
                "probe_ip_protocol"),
        http("a URL that is none", "http://[::1", ""));
  }

  private List<Situation> addresses() {
    var six = "[::1]:" + zoo.port("web6");
    return List.of(
        http("IPv6", "http://" + six + "/status/200", ""),
        http("IPv6 wanted", "http://" + six + "/status/200", "preferred_ip_protocol: ip6"),
        http(
            "IPv4 wanted, IPv6 given",
            "http://" + six + "/status/200",
            "preferred_ip_protocol: ip4"),
        http(
            "IPv4 alone wanted, IPv6 given",
            "http://" + six + "/status/200",
            "preferred_ip_protocol: ip4, ip_protocol_fallback: false"),
        http("IPv6 wanted, IPv4 given", zoo.web("/status/200"), "preferred_ip_protocol: ip6"),
        http(
            "IPv6 alone wanted, IPv4 given",
            zoo.web("/status/200"),
            "preferred_ip_protocol: ip6, ip_protocol_fallback: false"),
        http(
            "IPv4 by name",
            "http://localhost:" + zoo.port("web") + "/status/200",
            "preferred_ip_protocol: ip4"),
        http(
            "IPv6 alone wanted of a name without",
            "http://localhost:" + zoo.port("web") + "/status/200",
            "preferred_ip_protocol: ip6, ip_protocol_fallback: false"),
        http("a name without IPv6", "http://localhost:" + zoo.port("web") + "/status/200", ""));
  }
}
