package dev.nines.engine.pages.login;

import dev.nines.engine.pages.PageView;

/** The page by which a browser logs in. */
public final class LoginView extends PageView {
  private final String next;
  private final String formToken;
  private final String fault;

  LoginView(String next, String formToken, String fault) {
    super("login.ftlh");
    this.next = next;
    this.formToken = formToken;
    this.fault = fault;
  }

  /** {@return the path to go to afterwards} */
  public String getNext() {
    return next;
  }

  /** {@return what the form carries} */
  public String getFormToken() {
    return formToken;
  }

  /** {@return why the last attempt was none; empty where there was none} */
  public String getFault() {
    return fault;
  }
}
