package dev.nines.engine.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunGatesTest {
  @Test
  void fullHostGateHoldsUpNoOtherHost() {
    var gates = new RunGates(10, 2);

    assertThat(gates.enter("a")).isEmpty();
    assertThat(gates.enter("a")).isEmpty();
    assertThat(gates.enter("a")).contains(UnknownCause.GATE_HOST);
    assertThat(gates.enter("b")).isEmpty();
  }

  @Test
  void hostLeftByOneHasRoomForOne() {
    var gates = new RunGates(10, 2);
    gates.enter("a");
    gates.enter("a");
    gates.leave("a");

    assertThat(gates.enter("a")).isEmpty();
    assertThat(gates.enter("a")).contains(UnknownCause.GATE_HOST);
  }

  @Test
  void fullGateOnAllIsNamedFirst() {
    var gates = new RunGates(2, 1);
    assertThat(gates.enter("a")).isEmpty();
    assertThat(gates.enter("b")).isEmpty();

    assertThat(gates.enter("a")).contains(UnknownCause.GATE_TOTAL);
    assertThat(gates.enter("c")).contains(UnknownCause.GATE_TOTAL);
  }

  @Test
  void whoLeavesMakesRoom() {
    var gates = new RunGates(1, 1);
    gates.enter("a");
    gates.leave("a");

    assertThat(gates.enter("b")).isEmpty();
  }

  @Test
  void whoWasTurnedAwayAtTheHostHasTakenNoRoom() {
    var gates = new RunGates(2, 1);
    gates.enter("a");
    for (var i = 0; i < 5; i++) {
      gates.enter("a");
    }

    assertThat(gates.enter("b")).isEmpty();
  }
}
