import type { Secret } from "./secret.js";
import type { Become, HostSession } from "./session.js";

/** How a host is reached. Everything the user can set with `ansible_*` connection variables. */
export interface Target {
  /** inventory name */
  name: string;
  address: string;
  port?: number | undefined;
  user?: string | undefined;
  password?: Secret | undefined;
  privateKeyFile?: string | undefined;
  /** key text, for keys that are not files */
  privateKey?: Secret | undefined;
  passphrase?: Secret | undefined;
  /** `~/.ssh/config`-like extra arguments: -o, -J, -i, -F understood */
  sshArgs?: readonly string[] | undefined;
  hostKeyChecking: "accept-new" | "strict" | "off";
  knownHostsFile?: string | undefined;
  /** seconds */
  connectTimeout: number;
  connectRetries: number;
  /** container for `docker`, executable for `local` */
  options: Readonly<Record<string, string>>;
}

/** A program running on the host with three byte streams. */
export interface Channel {
  write(data: Buffer | string): void;
  /** true while the transport asks the writer to wait for `onDrain` */
  readonly congested: boolean;
  onDrain(listener: () => void): void;
  end(): void;
  onStdout(listener: (data: Buffer) => void): void;
  /** asks the program's stdout to wait, and to go on; what is on its way still comes */
  pause?(): void;
  resume?(): void;
  onStderr(listener: (data: Buffer) => void): void;
  /** settles when the program has ended and its output is complete; rejects with CONNECTION_LOST */
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
  /** the program's input ends with the connection: nobody has to wait for its end before closing */
  readonly endsWithConnection?: boolean;
  /** gives up on the program: closes the channel */
  close(): void;
}

/** An open way to one host. Knows no shell and no module. */
export interface Connection {
  /** starts `command` through the login shell of the user; one channel each */
  open(command: string): Promise<Channel>;
  /** sends a file or bytes is `open("cat > ...")`: there is no second mechanism */
  close(): Promise<void>;
  /** what was negotiated, for -vvvv: key exchange, host key, method of authentication */
  readonly notes: readonly string[];
}

/** A way of reaching hosts: one file in `connections/`. Faults: CONNECTION_* with a hint. */
export interface Transport {
  name: string;
  about: string;
  /** `ansible_*` variables it reads beyond the common ones, with a line each */
  variables: Readonly<Record<string, string>>;
  /** `first`: what will be opened first; it may be asked for with the login already */
  connect(target: Target, signal: AbortSignal, first?: string): Promise<Connection>;
  /** what runs the requests on its hosts: a POSIX `sh`, unless said */
  shell?: "sh" | "powershell";
  /** opens a session, where it is not a POSIX `sh` that runs the requests. Faults: CONNECTION_*, BECOME_FAILED */
  openSession?(connection: Connection, become: Become | undefined): Promise<HostSession>;
}
