package dev.nines.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nines.engine.configuration.NinesConfiguration;
import io.dropwizard.core.cli.Command;
import io.dropwizard.core.setup.Bootstrap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HelpTest {
  @Test
  void everyCommandIsNamed() throws IOException {
    var application = new NinesApplication();
    var bootstrap = new Bootstrap<NinesConfiguration>(application);
    application.initialize(bootstrap);

    var help = NinesApplication.class.getResourceAsStream("help.txt");
    assertThat(help).isNotNull();
    try (help) {
      var text = new String(help.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(bootstrap.getCommands())
          .extracting(Command::getName)
          .contains("report", "gate")
          .allSatisfy(name -> assertThat(text).containsPattern("(?m)^  nines " + name + "\\b"));
    }
  }
}
