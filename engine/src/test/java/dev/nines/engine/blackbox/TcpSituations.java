package dev.nines.engine.blackbox;

import static dev.nines.engine.blackbox.Situation.tcp;

import java.util.List;
import java.util.stream.Stream;

/** TCP, with and without TLS. */
record TcpSituations(Zoo zoo) {
  Stream<Situation> all() {
    return Stream.of(connecting(), dialogues(), secure()).flatMap(List::stream);
  }

  private List<Situation> connecting() {
    return List.of(
        tcp("connects", zoo.at("silent"), ""),
        tcp("connects to who hangs up", zoo.at("closing"), ""),
        tcp("a refused port", zoo.at("refused"), ""),
        tcp("a black hole", zoo.at("blackhole"), "").within("1s"),
        tcp("an unknown name", "does-not-exist.invalid:25", ""),
        tcp("no port", "127.0.0.1", ""),
        tcp("a port that is none", "127.0.0.1:99999", "")
            .differs(
                Differences.NO_TARGET,
                "probe_dns_lookup_time_seconds",
                "probe_ip_addr_hash",
                "probe_ip_protocol"),
        tcp("IPv6", "[::1]:" + zoo.port("web6"), ""),
        tcp("IPv4 wanted, IPv6 given", "[::1]:" + zoo.port("web6"), "preferred_ip_protocol: ip4"),
        tcp(
            "IPv4 alone wanted, IPv6 given",
            "[::1]:" + zoo.port("web6"),
            "preferred_ip_protocol: ip4, ip_protocol_fallback: false"),
        tcp("a name", "localhost:" + zoo.port("silent"), "preferred_ip_protocol: ip4"),
        tcp("a source address", zoo.at("silent"), "source_ip_address: 127.0.0.2"),
        tcp("a source address of another family", zoo.at("silent"), "source_ip_address: '::1'"),
        tcp("a source address that is not ours", zoo.at("silent"), "source_ip_address: 192.0.2.1"));
  }

  private List<Situation> dialogues() {
    return List.of(
        tcp("a banner", zoo.at("ssh"), steps("{expect: '^SSH-2.0-'}")),
        tcp(
            "a banner and a line",
            zoo.at("ssh"),
            steps("{expect: '^SSH-2.0-'}, {send: SSH-2.0-probe}")),
        tcp("a banner that never comes", zoo.at("ssh"), steps("{expect: '^220'}")).within("1s"),
        tcp("silence where a banner is expected", zoo.at("silent"), steps("{expect: '.'}"))
            .within("1s"),
        tcp("an end where a banner is expected", zoo.at("closing"), steps("{expect: '.'}")),
        tcp("a reset where a banner is expected", zoo.at("reset"), steps("{expect: '.'}")),
        tcp("lines that never match", zoo.at("chatter"), steps("{expect: '^220'}")).within("1s"),
        tcp("a line without end", zoo.at("flood"), steps("{expect: '^220'}")),
        tcp("a last line that is not ended", zoo.at("unended"), steps("{expect: '^READY$'}")),
        tcp("a last line that does not match", zoo.at("unended"), steps("{expect: '^STEADY$'}")),
        tcp("a banner in pieces", zoo.at("dripping"), steps("{expect: '^READY to serve$'}")),
        tcp("a line of 60 kB", zoo.at("line-60k"), steps("{expect: '^READY'}")),
        tcp("a line of 70 kB", zoo.at("line-70k"), steps("{expect: '^READY'}")),
        tcp(
            "groups of a match",
            zoo.at("irc"),
            steps(
                "{send: NICK prober}, {send: USER prober}, {expect: 'PING :([^ ]+) (h)ost', send: 'PONG ${1} of ${2}ost'},"
                    + " {expect: '^:[^ ]+ 001'}")),
        tcp(
            "a group that is not there",
            zoo.at("irc"),
            steps(
                "{send: NICK prober}, {send: USER prober}, {expect: 'PING :([^ ]+)', send: 'PONG ${7}'}, {expect: ERROR}")),
        tcp(
                "a wrong answer",
                zoo.at("irc"),
                steps("{send: a}, {send: b}, {expect: PING, send: PONG}, {expect: ' 001 '}"))
            .within("1s"),
        tcp("sending to who hung up", zoo.at("closing"), steps("{send: hello}")),
        tcp(
            "HTTP by hand",
            zoo.at("web"),
            steps("{send: \"GET /status/200 HTTP/1.1\\r\\n\\r\"}, {expect: '^HTTP/1.1 200'}")));
  }

  private List<Situation> secure() {
    var starttls =
        steps(
            "{expect: '^220 ([^ ]+)', send: 'EHLO ${1}'}, {expect: '^250-STARTTLS|^250 STARTTLS'},"
                + " {send: STARTTLS}, {expect: '^220', starttls: true}, {send: EHLO prober},"
                + " {expect: '^250 AUTH'}, {send: QUIT}");
    return List.of(
        tcp("STARTTLS", zoo.at("smtp"), "tls_config: {ca_file: ${ca}}, " + starttls),
        tcp(
            "STARTTLS by name",
            "localhost:" + zoo.port("smtp"),
            "tls_config: {ca_file: ${ca}}, " + starttls),
        tcp(
            "STARTTLS with a certificate that is not trusted",
            zoo.at("smtp-alone"),
            "tls_config: {ca_file: ${ca}}, " + starttls),
        tcp(
            "STARTTLS with any certificate",
            zoo.at("smtp-alone"),
            "tls_config: {insecure_skip_verify: true}, " + starttls),
        tcp("STARTTLS that is not offered", zoo.at("plain-smtp"), starttls).within("1s"),
        tcp(
            "TLS from the start",
            zoo.at("banner-tls"),
            "tls: true, tls_config: {ca_file: ${ca}}, " + steps("{expect: '^SSH'}")),
        tcp(
            "TLS without a dialogue",
            zoo.at("banner-tls"),
            "tls: true, tls_config: {ca_file: ${ca}}"),
        tcp("an authority that nobody trusts", zoo.at("banner-tls"), "tls: true"),
        tcp(
            "any certificate",
            zoo.at("banner-tls"),
            "tls: true, tls_config: {insecure_skip_verify: true}"),
        tcp("TLS where none is spoken", zoo.at("ssh"), "tls: true"),
        tcp("TLS where nothing is said", zoo.at("silent"), "tls: true").within("1s"),
        tcp(
            "a server name",
            zoo.at("banner-sni"),
            "tls: true, tls_config: {ca_file: ${ca}, server_name: one.example}"),
        tcp(
                "a server name by hostname=",
                zoo.at("banner-sni"),
                "tls: true, tls_config: {ca_file: ${ca}}")
            .asking("hostname", "two.example")
            .differs(
                Differences.HOSTNAME_FOR_TCP,
                "probe_ssl_earliest_cert_expiry",
                "probe_ssl_last_chain_expiry_timestamp_seconds",
                "probe_ssl_last_chain_info"),
        tcp(
                "a server name before hostname=",
                zoo.at("banner-sni"),
                "tls: true, tls_config: {ca_file: ${ca}, server_name: one.example}")
            .asking("hostname", "two.example"),
        tcp(
            "a server name that is not the certificate's",
            zoo.at("banner-tls"),
            "tls: true, tls_config: {ca_file: ${ca}, server_name: nobody.example}"),
        tcp(
            "a client certificate",
            zoo.at("banner-mtls"),
            "tls: true, tls_config: {ca_file: ${ca}, cert_file: ${client.pem}, key_file: ${client.key}}, "
                + steps("{expect: SSH}")),
        tcp(
            "no client certificate",
            zoo.at("banner-mtls"),
            "tls: true, tls_config: {ca_file: ${ca}}, " + steps("{expect: SSH}")));
  }

  private static String steps(String steps) {
    return "query_response: [%s]".formatted(steps);
  }
}
