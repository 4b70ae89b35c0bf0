package dev.nines.engine.pages;

import freemarker.template.Configuration;
import io.dropwizard.assets.AssetsBundle;
import io.dropwizard.core.ConfiguredBundle;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.views.common.ViewBundle;
import io.dropwizard.views.freemarker.FreemarkerViewRenderer;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.List;

/** What every page needs: templates, files, and headers for the browser's safety. */
public final class PagesBundle implements ConfiguredBundle<io.dropwizard.core.Configuration> {
  /** The webjar's path holds the version; a test sees to it that this is the one on board. */
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.8/dist";

  /** Makes a bundle. */
  public PagesBundle() {}

  @Override
  public void initialize(Bootstrap<?> bootstrap) {
    bootstrap.addBundle(new ViewBundle<>(List.of(renderer())));
    bootstrap.addBundle(new AssetsBundle("/assets", "/assets", null, "assets"));
    bootstrap.addBundle(new AssetsBundle(HTMX, "/assets/htmx", null, "htmx"));
  }

  @Override
  public void run(io.dropwizard.core.Configuration configuration, Environment environment) {
    environment
        .servlets()
        .addFilter("security headers", new SecurityHeaders())
        .addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
    environment.jersey().register(new Viewers());
  }

  /**
   * {@return the renderer; Dropwizard's own default is FreeMarker as of 2.3.0, which cannot read
   * records}
   */
  public static FreemarkerViewRenderer renderer() {
    return new FreemarkerViewRenderer(Configuration.VERSION_2_3_34);
  }
}
