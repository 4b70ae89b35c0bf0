package dev.nines.engine.pages;

import dev.nines.engine.access.AccessKey;
import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Scope;
import io.dropwizard.views.common.View;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** A page, which also says who looks at it: its head shows that, and its forms depend on it. */
public class PageView extends View {
  private Optional<Viewer> viewer = Optional.empty();

  /**
   * Who looks at a page.
   *
   * @param name who is logged in
   * @param writes whether they may change things
   * @param formToken what their forms carry; empty for a program that shows a token
   */
  public record Viewer(String name, boolean writes, String formToken) {
    static Viewer of(Actor actor) {
      return new Viewer(
          actor.name(),
          actor.scope().covers(Scope.WRITE),
          actor.session().map(AccessKey::formToken).orElse(""));
    }
  }

  /**
   * A page.
   *
   * @param template the template that prints it
   */
  protected PageView(String template) {
    super(template, StandardCharsets.UTF_8);
  }

  /** {@return who looks at it; empty where nobody is logged in} */
  public final Optional<Viewer> getViewer() {
    return viewer;
  }

  final void setViewer(Viewer viewer) {
    this.viewer = Optional.of(viewer);
  }
}
