/** A host as written: its name and, where one is given, its port. */
export interface Address {
  name: string;
  port?: number;
}

/** `name:2222`, `[::1]:22`; an IPv6 address without brackets has no port. */
export function splitPort(written: string): Address {
  const bracketed = /^\[([0-9a-fA-F:.]*:[0-9a-fA-F:.]*)\](?::(\d+))?$/.exec(written);
  if (bracketed) return withPort(bracketed[1]!, bracketed[2]);
  // a range may hold colons of its own: the port stands after the last one, outside brackets
  const found = /^((?:[^:[\]]|\[[^\]]*\])+):(\d+)$/.exec(written);
  return found ? withPort(found[1]!, found[2]) : { name: written };
}

function withPort(name: string, port: string | undefined): Address {
  return port === undefined ? { name } : { name, port: Number(port) };
}
