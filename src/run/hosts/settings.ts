/** What the command line, the environment and ansible.cfg say, as far as a run needs it. */
export interface RunSettings {
  check: boolean;
  diff: boolean;
  verbosity: number;
  forks: number;
  tags: string[];
  skipTags: string[];
  startAtTask?: string | undefined;
  forceHandlers: boolean;
  limit?: string | undefined;
  /** connection defaults: lowest in precedence, below keywords and variables */
  user?: string | undefined;
  privateKeyFile?: string | undefined;
  connection: string;
  timeout: number;
  become: boolean;
  becomeMethod: string;
  becomeUser: string;
  connectionPassword?: string | undefined;
  becomePassword?: string | undefined;
  sshArgs: string[];
  hostKeyChecking: "accept-new" | "strict" | "off";
  gathering: "implicit" | "explicit" | "smart";
  mergeHashes: boolean;
  rolesPath: string[];
  explainPlan: boolean;
  version: string;
}
