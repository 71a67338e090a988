import Model

/// How unequally a quantity is spread over people.
public enum Inequality {}
