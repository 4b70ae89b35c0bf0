package dev.nines.engine.demo;

import dev.nines.engine.access.AdminToken;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.function.Consumer;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** Runs Nines with a shop to break and mend, in a folder that goes away with it. */
public final class DemoCommand extends Command {
  private final ServerStarter server;
  private final PrintStream out;
  private final Consumer<Runnable> atExit;

  /**
   * The command.
   *
   * @param server starts Nines
   * @param out where it prints
   */
  public DemoCommand(ServerStarter server, PrintStream out) {
    this(
        server,
        out,
        task -> Runtime.getRuntime().addShutdownHook(new Thread(task, "demo-cleanup")));
  }

  DemoCommand(ServerStarter server, PrintStream out, Consumer<Runnable> atExit) {
    super(
        "demo",
        "Runs Nines with a small shop to break and mend, in a temporary folder. Needs nothing,"
            + " changes nothing.");
    this.server = server;
    this.out = out;
    this.atExit = atExit;
  }

  @Override
  public void configure(Subparser parser) {
    parser
        .addArgument("--port")
        .type(Integer.class)
        .choices(Arguments.range(0, 65_535))
        .metavar("PORT")
        .setDefault(0)
        .help("port of the pages, 0 for a free one");
    parser
        .addArgument("--keep")
        .action(Arguments.storeTrue())
        .help("keep the folder with configuration, declarations and data");
  }

  @Override
  public void run(Bootstrap<?> bootstrap, Namespace arguments) throws Exception {
    var keep = arguments.getBoolean("keep");
    var shop = new Shop();
    var folder = DemoFolder.create();
    // A signal ends the process without coming back here.
    atExit.accept(() -> cleanUp(shop, folder, keep));
    var asked = arguments.getInt("port");
    var config = DemoDeclarations.write(folder.path(), shop, asked == 0 ? freePort() : asked);
    server.start(config, pages -> tell(pages, shop, folder, keep));
  }

  /** Links in notifications name the port, so it must be known before the server takes one. */
  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void tell(URI pages, Shop shop, DemoFolder folder, boolean keep) {
    out.println(pages);
    out.printf(
        """

        Nines probes a small shop once a second: %1$s
          break it:  curl -X POST %1$sbreak
          mend it:   curl -X POST %1$smend
          who hears: curl %1$stold
          log in:    %3$slogin with the token in %4$s

        Within a minute of breaking it, an incident is open on the page and the error budget
        falls. Within a minute of mending it, the incident is resolved and its time to restore
        stands on the page.

        Ctrl-C stops everything and %2$s.
        """,
        shop.page(),
        keep ? "keeps " + folder.path() : "deletes " + folder.path(),
        pages,
        folder.path().resolve("data").resolve(AdminToken.FILE));
    out.flush();
  }

  private void cleanUp(Shop shop, DemoFolder folder, boolean keep) {
    try (shop) {
      if (!keep) {
        folder.delete();
      }
    } catch (IOException e) {
      out.println("Not everything of " + folder.path() + " could be deleted: " + e);
    }
  }
}
