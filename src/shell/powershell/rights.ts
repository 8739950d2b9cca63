/** What modules of files take of the rights of POSIX hosts. */
export interface PosixRights {
  mode?: string | undefined;
  owner?: string | undefined;
  group?: string | undefined;
}

/** Permissions that shut others out: whoever gives them must not be left without. */
export function rightsRefused({ mode }: PosixRights): string[] {
  if (mode === undefined || mode === "preserve") return [];
  const isOctal = /^0?[0-7]{3,4}$/.test(mode);
  const isOpen = isOctal ? (Number.parseInt(mode, 8) & 0o4) !== 0 : !mode.split(",").some(shutsOut);
  if (isOpen) return [];
  return [
    `mode ${mode} shuts others out, which on Windows a list of rights does: leave it out there, and use win_acl`,
  ];
}

/** A part of a symbolic mode: takes it the right to read from anybody, or sets the rights of others without it? */
function shutsOut(part: string): boolean {
  const [, who = "", changes = ""] = /^([ugoa]*)(.*)$/.exec(part) ?? [];
  return [...changes.matchAll(/([-+=])([^-+=]*)/g)].some(([, sign, bits = ""]) =>
    sign === "-" ? bits.includes("r") : sign === "=" && /^$|[oa]/.test(who) && !bits.includes("r"),
  );
}

/** A line for what is passed over. */
export function rightsPassedOver({ owner, group }: PosixRights): { warnings?: string[] } {
  const given = Object.entries({ owner, group }).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
  if (given.length === 0) return {};
  return {
    warnings: [
      `${given.join(" and ")} passed over: on Windows hosts win_owner and win_acl say who may do what`,
    ],
  };
}

/** The same for numbers, shells and the like of accounts. */
export function accountPassedOver(args: Readonly<Record<string, unknown>>, names: readonly string[]) {
  const given = names.filter((name) => args[name] !== undefined && args[name] !== false && args[name] !== "");
  if (given.length === 0) return {};
  return { warnings: [`${given.join(", ")} passed over: accounts of Windows hosts have no such thing`] };
}
