package io.hydrant.core.cloudformation.template;

/// Where in a template which attribute of a resource of which type is asked for.
public record AttributeUse(String path, String type, String attribute) {}
