package dev.nines.engine.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Scope;
import freemarker.cache.ClassTemplateLoader;
import freemarker.cache.MultiTemplateLoader;
import freemarker.cache.StringTemplateLoader;
import freemarker.cache.TemplateLoader;
import freemarker.template.Configuration;
import java.io.StringWriter;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The macro by which every page makes a form. */
class FormMacroTest {
  private static String form(Optional<PageView.Viewer> viewer) throws Exception {
    var page = new StringTemplateLoader();
    page.putTemplate(
        "page.ftlh",
        "<#include \"macros.ftlh\"><@form action=\"/do?a=<b>\" class=\"card\">inside</@form>");
    var configuration = new Configuration(Configuration.VERSION_2_3_34);
    configuration.setTemplateLoader(
        new MultiTemplateLoader(
            new TemplateLoader[] {page, new ClassTemplateLoader(PageView.class, "")}));
    var out = new StringWriter();
    configuration.getTemplate("page.ftlh").process(Map.of("viewer", viewer), out);
    return out.toString();
  }

  @Test
  void formCarriesTheTokenOfItsSession() throws Exception {
    assertThat(form(Optional.of(new PageView.Viewer("kim", true, "token"))))
        .contains("<form method=\"post\" action=\"/do?a=&lt;b&gt;\" class=\"card\">")
        .contains("<input type=\"hidden\" name=\"csrf\" value=\"token\">")
        .contains("inside");
  }

  @Test
  void whoMayNotWriteSeesNoForm() throws Exception {
    assertThat(form(Optional.empty())).isBlank();
    assertThat(form(Optional.of(new PageView.Viewer("kim", false, "token")))).isBlank();
    assertThat(form(Optional.of(new PageView.Viewer("program", true, "")))).isBlank();
  }

  @Test
  void programThatShowsATokenHasNoSession() {
    var actor = new Actor("ci", Scope.READ, "127.0.0.1", Optional.empty());

    assertThat(PageView.Viewer.of(actor)).isEqualTo(new PageView.Viewer("ci", false, ""));
  }
}
