package dev.nines.probe;

import java.util.Locale;

/** Why a run failed: a closed set, so that it can be a metric label and a column. */
public enum FailureReason {
  /** The target is none: not a URL or address that a probe of its kind can ask. */
  TARGET_INVALID,
  /** The name has no address, or none of the wanted IP version. */
  NAME_NOT_RESOLVED,
  /** Nothing listens there: the connection was refused. */
  CONNECTION_REFUSED,
  /** No route to the host or network. */
  UNREACHABLE,
  /** The peer reset or closed the connection before it had answered in full. */
  CONNECTION_CLOSED,
  /** The deadline of the run passed in this phase. */
  TIMEOUT,
  /** The TLS handshake failed for a reason other than the certificate. */
  TLS_HANDSHAKE,
  /** A certificate of the chain is expired or not yet valid. */
  CERTIFICATE_EXPIRED,
  /** The chain leads to no trusted authority. */
  CERTIFICATE_UNTRUSTED,
  /** The certificate is for another name. */
  CERTIFICATE_NAME,
  /** What came back is not the protocol: a malformed status line, header or chunk. */
  PROTOCOL,
  /** The status code is not among the valid ones. */
  STATUS,
  /** The HTTP version is not among the valid ones. */
  HTTP_VERSION,
  /** A header of the answer has what it must not have, or lacks what it must have. */
  HEADER,
  /** More redirects than are followed, or a redirect that cannot be followed. */
  REDIRECT,
  /** TLS was used where it must not be, or not used where it must be. */
  TLS_POLICY,
  /** The body has what it must not have, or lacks what it must have. */
  BODY,
  /** The body is not the JSON that it must be, by a CEL expression. */
  BODY_JSON,
  /** The body or the headers are larger than allowed. */
  TOO_LARGE,
  /**
   * A value that a later step needs is not in the answer, or cannot stand where a step needs it.
   */
  CAPTURE,
  /** What the dialogue expects never came. */
  EXPECT,
  /** It took longer than it may. */
  SLOW,
  /** A certificate is valid now, but not for as long as it must be. */
  CERTIFICATE_EXPIRES_SOON,
  /** The proxy cannot be reached, or refuses. */
  PROXY,
  /** No token was to be had for the request. */
  CREDENTIALS,
  /** The address is one that whoever asked may not reach. */
  NOT_ALLOWED,
  /** The prober had too much to do: no memory for a body, or no thread to search it. */
  OVERLOADED,
  /** A fault of the prober itself, such as a file of the module that cannot be read. */
  PROBER;

  /** {@return whether it tells nothing of the target} */
  public boolean ofTheProber() {
    return this == OVERLOADED || this == PROBER;
  }

  /** {@return the name in metrics, API and pages, in lower case} */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
