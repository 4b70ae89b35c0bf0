package dev.nines.engine.api.access;

import dev.nines.engine.access.Actor;
import dev.nines.engine.access.Doorkeeper;
import dev.nines.engine.access.OwnMachine;
import dev.nines.engine.configuration.Settings.Access.Readers;
import io.dropwizard.auth.AuthValueFactoryProvider;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/**
 * Guards all resources, and hands them who asks as {@code @Auth Actor}.
 *
 * @param doorkeeper tells who it is
 * @param own tells who is on this machine
 * @param readers who reads without a token
 */
public record AccessFeature(Doorkeeper doorkeeper, OwnMachine own, Readers readers)
    implements Feature {
  @Override
  public boolean configure(FeatureContext context) {
    context.register(new AccessFilter(doorkeeper, own, readers));
    context.register(new AuthValueFactoryProvider.Binder<>(Actor.class));
    return true;
  }
}
