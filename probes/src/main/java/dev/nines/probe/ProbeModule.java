package dev.nines.probe;

/** All that a probe asks, but of whom and for how long; a module of blackbox_exporter. */
public sealed interface ProbeModule permits HttpModule, HttpStepsModule, TcpModule {}
