package io.hydrant.core.cloudformation.resource;

import tools.jackson.databind.node.ObjectNode;

/// A resource as it is: what it is called, and the properties that it was made with, typed.
public record Present(Actor actor, String physicalId, ObjectNode properties) {}
