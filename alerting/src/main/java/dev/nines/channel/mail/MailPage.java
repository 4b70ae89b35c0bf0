package dev.nines.channel.mail;

import dev.nines.channel.Wording;
import freemarker.template.Configuration;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.util.List;
import java.util.Map;

/** The HTML of a mail. What comes from a target is escaped by the template's output format. */
final class MailPage {
  private static final Configuration FREEMARKER = configuration();

  private MailPage() {}

  static String html(Wording words, URI url) {
    var out = new StringWriter();
    try {
      FREEMARKER
          .getTemplate("mail.ftlh")
          .process(
              Map.of(
                  "title", words.title(),
                  "lines", words.text().lines().toList(),
                  "facts",
                      words.facts().stream()
                          .map(fact -> List.of(fact.name(), fact.value()))
                          .toList(),
                  "url", url.toString()),
              out);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("mail.ftlh is a part of Nines", e);
    }
    return out.toString();
  }

  private static Configuration configuration() {
    var configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setClassForTemplateLoading(MailPage.class, "");
    configuration.setDefaultEncoding("UTF-8");
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    return configuration;
  }
}
