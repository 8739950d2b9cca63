/** What the bits of a file's mode allow, by the names of `stat` and `find`. */
export function permissionBits(mode: number) {
  const can = (bit: number) => (mode & bit) !== 0;
  return {
    wusr: can(0o200),
    rusr: can(0o400),
    xusr: can(0o100),
    wgrp: can(0o020),
    rgrp: can(0o040),
    xgrp: can(0o010),
    woth: can(0o002),
    roth: can(0o004),
    xoth: can(0o001),
    isuid: can(0o4000),
    isgid: can(0o2000),
  };
}
