package dev.nines.channel.receivers;

import dev.nines.channel.Channel;
import dev.nines.channel.ChannelSpec;
import dev.nines.channel.http.HttpPost;
import dev.nines.channel.mail.MailChannel;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.function.Consumer;

/** Makes channels of their declarations; they share connections. */
public final class Channels implements AutoCloseable {
  private final HttpPost http;
  private final ZoneId zone;
  private final InstantSource clock;
  private final Consumer<String> log;

  /**
   * Begins with no connections.
   *
   * @param zone the zone of the times that people read
   * @param clock dates the attempts
   * @param log takes the lines of log channels
   */
  public Channels(ZoneId zone, InstantSource clock, Consumer<String> log) {
    this(new HttpPost(clock), zone, clock, log);
  }

  /**
   * Takes another way to post.
   *
   * @param http posts; it is closed with this
   * @param zone the zone of the times that people read
   * @param clock dates the attempts
   * @param log takes the lines of log channels
   */
  public Channels(HttpPost http, ZoneId zone, InstantSource clock, Consumer<String> log) {
    this.http = http;
    this.zone = zone;
    this.clock = clock;
    this.log = log;
  }

  /**
   * Makes a channel.
   *
   * @param spec its declaration
   * @return the channel
   * @throws IllegalArgumentException if a webhook's secret is not {@code whsec_} and base64 of 24
   *     to 64 bytes
   */
  public Channel open(ChannelSpec spec) {
    return switch (spec) {
      case ChannelSpec.Webhook webhook -> http(spec, new WebhookFormat(webhook, zone, clock));
      case ChannelSpec.PagerDuty pagerDuty -> http(spec, new PagerDutyFormat(pagerDuty, zone));
      case ChannelSpec.Slack slack -> http(spec, new SlackFormat(slack, zone));
      case ChannelSpec.Teams teams -> http(spec, new TeamsFormat(teams, zone));
      case ChannelSpec.CdEvents cdEvents -> http(spec, new CdEventsFormat(cdEvents, zone));
      case ChannelSpec.Alertmanager alertmanager ->
          new AlertmanagerChannel(alertmanager, zone, http, clock);
      case ChannelSpec.Email email -> new MailChannel(email, zone, clock);
      case ChannelSpec.Log(var name, _, var templates) ->
          new LogChannel(name, templates, zone, log);
    };
  }

  private Channel http(ChannelSpec spec, HttpFormat format) {
    return new HttpChannel(spec.name(), format, http);
  }

  /** Drops what is under way. */
  @Override
  public void close() {
    http.close();
  }
}
