import {
  agentVersion,
  type Evidence,
  isUp,
  lastLine,
  linesOf,
  registrationOf,
  settingsOf,
} from "./evidence.js";
import type { Recognised, Row } from "./row.js";
import { broughtLines, checkUserData } from "./user_data.js";

/** Less than this is too little to load the agent's image: it is about 100 MB, and unpacked beside itself. */
const LEAST_FREE_KB = 256 * 1024;

export const userData: Row = {
  row: 1,
  title: "user data waits for the agent, and the agent for user data",
  recognise: (evidence) => {
    const job = waitingJob(evidence);
    if (job === undefined || !/status:\s*running/.test(evidence.cloud_init ?? "")) return undefined;
    const culprit = checkUserData(broughtLines(evidence.user_data)).find(({ kind }) => kind === "deadlock");
    const named = culprit ? `line ${culprit.line} of the user data, \`${culprit.text}\`,` : "the user data";
    return {
      cause: `${named} starts the unit ecs and waits for it; the unit comes after cloud-final, which waits for the user data`,
      evidence: job,
      fix: `systemctl cancel ${job.split(/\s+/)[0]} && cloud-init status --wait; systemctl start ecs\nin the user data: systemctl enable --now --no-block ecs.service, as the last line, after ecs.config is written`,
    };
  },
};

function waitingJob(evidence: Evidence): string | undefined {
  return lastLine(evidence.jobs, /\becs\.service\s+\S+\s+waiting\b/);
}

export const docker: Row = {
  row: 2,
  title: "Docker does not answer, or not to this agent",
  recognise: (evidence) => {
    if (isUp(evidence)) return undefined;
    return dockerIsMissing(evidence) ?? dockerIsDown(evidence) ?? apiIsTooNew(evidence);
  },
};

const dockerAnswers = ({ docker_version }: Evidence): boolean => /^\s*Server:/m.test(docker_version ?? "");

function dockerIsMissing({ docker_version }: Evidence): Recognised | undefined {
  if (docker_version) return undefined;
  const fix = "install Docker first: the role `docker`, or `dnf install docker` on Amazon Linux";
  return { cause: "Docker is not installed", evidence: "docker: not found", fix };
}

function dockerIsDown(evidence: Evidence): Recognised | undefined {
  if (dockerAnswers(evidence)) return undefined;
  const module = lastLine(evidence.docker_log, /Extension addrtype revision \d+ not supported/);
  if (module !== undefined)
    return {
      cause: "the kernel's module xt_addrtype is missing, and dockerd cannot set up its network (RHEL 10)",
      evidence: module,
      fix: 'dnf install -y "kernel-modules-extra-$(uname -r)" && modprobe xt_addrtype && systemctl restart docker ecs',
    };
  return {
    cause: "the Docker engine is not running; the agent is a container of it",
    evidence:
      lastLine(evidence.docker_log, /failed to start daemon|error|fatal/i) ??
      linesOf(evidence.docker_version).at(-1) ??
      `docker: ${evidence.docker_active ?? "no answer"}`,
    fix: "systemctl enable --now docker; journalctl -u docker -n 50 --no-pager",
  };
}

function apiIsTooNew(evidence: Evidence): Recognised | undefined {
  const pattern = /client version \S+ is too old|client not found for docker version/;
  for (const log of [evidence.agent_log, evidence.agent_container_log, evidence.init_log]) {
    const line = lastLine(log, pattern);
    if (line !== undefined)
      return {
        cause: "this agent is too old for this Docker engine, which refuses its API version",
        evidence: line,
        fix: "upgrade the agent (Docker 25 needs 1.81, Docker 29 a current one): ecs_agent_version of the role ecs_agent, or dnf upgrade ecs-init",
      };
  }
  return undefined;
}

export const unit: Row = {
  row: 3,
  title: "the unit ecs has ended for good, ends again and again, or is not there",
  recognise: (evidence) => {
    if (isUp(evidence)) return undefined;
    const now = settingsOf(evidence.unit);
    return unitIsMissing(now) ?? terminalExit(evidence, now) ?? neverStarted(evidence, now);
  },
};

type Unit = Readonly<Record<string, string>>;

const unitLine = (now: Unit): string =>
  ["ActiveState", "SubState", "ExecMainStatus", "NRestarts"]
    .map((key) => `${key}=${now[key] ?? ""}`)
    .join(" ");

function unitIsMissing(now: Unit): Recognised | undefined {
  if (now.LoadState !== "not-found") return undefined;
  return {
    cause: "there is no unit ecs: the agent's package is not installed",
    evidence: "LoadState=not-found",
    fix: "the role ecs_agent installs it; on Amazon Linux: dnf install -y ecs-init",
  };
}

function terminalExit(evidence: Evidence, now: Unit): Recognised | undefined {
  if (now.ExecMainStatus !== "5") return undefined;
  const loops = Number(now.NRestarts ?? 0) > 0;
  const last = lastLine(evidence.init_log, /level=(error|critical)|\[(ERROR|CRITICAL)\]/);
  return {
    cause: loops
      ? "the agent ends with status 5 (terminal), and the unit of the Debian package starts it again every 10 seconds"
      : "the agent ended with status 5 (terminal): its unit does not start it again",
    evidence: [unitLine(now), last].filter(Boolean).join("; "),
    fix: "tail -n 50 /var/log/ecs/ecs-init.log /var/log/ecs/ecs-agent.log\nmend what they name, then: systemctl reset-failed ecs; systemctl restart ecs",
  };
}

function neverStarted(evidence: Evidence, now: Unit): Recognised | undefined {
  const isIdle = now.ActiveState === "inactive" && (now.ExecMainStatus ?? "0") === "0";
  if (!isIdle || !dockerAnswers(evidence) || /\becs\.service\b/.test(evidence.jobs ?? "")) return undefined;
  return {
    cause: "the unit ecs is not started",
    evidence: `${unitLine(now)} UnitFileState=${now.UnitFileState ?? ""}`,
    fix: "systemctl enable --now ecs",
  };
}

export const container: Row = {
  row: 8,
  title: "the agent's container is kept from running by SELinux or AppArmor",
  recognise: (evidence) => {
    if (isUp(evidence)) return undefined;
    const denied = lastLine(evidence.denials, /apparmor="DENIED"/);
    if (denied !== undefined)
      return {
        cause: "AppArmor denies the agent something that it needs",
        evidence: denied,
        fix: "upgrade the agent to 1.80 or later, or: echo ECS_AGENT_APPARMOR_PROFILE=unconfined >>/etc/ecs/ecs.config && systemctl restart ecs",
      };
    const exited = lastLine(evidence.agent_container, /Exited \((?!0\))/);
    if (exited === undefined || !/^enforcing$/im.test(evidence.selinux ?? "")) return undefined;
    return {
      cause: "the agent's container ends at once, and SELinux is enforcing",
      evidence: [exited, lastLine(evidence.denials, /avc:\s+denied/)].filter(Boolean).join("; "),
      fix: "echo ECS_SELINUX_CAPABLE=true >>/etc/ecs/ecs.config; echo ECS_AGENT_PID_NAMESPACE_HOST=true >>/etc/ecs/ecs.config; systemctl restart ecs",
    };
  },
};

export const disk: Row = {
  row: 11,
  title: "a disk is full",
  recognise: ({ disk: text }) => {
    const full = linesOf(text).find((line) => {
      const match = /\s(\d+)\s+(\d+)\s+(\d+)\s+(\d+)%\s+\/\S*$/.exec(line);
      return match !== null && Number(match[3]) < LEAST_FREE_KB;
    });
    if (full === undefined) return undefined;
    return {
      cause:
        "too little room: the agent's image cannot be loaded from /var/cache/ecs, tasks cannot pull theirs",
      evidence: full,
      fix: "docker system df; docker image prune --all --force; journalctl --vacuum-size=200M",
    };
  },
};

export const cgroup: Row = {
  row: 14,
  title: "an old agent on cgroup v2",
  recognise: (evidence) => {
    const version = agentVersion(evidence);
    const isV2 = /^cgroup2fs$/m.test(evidence.cgroup ?? "");
    if (isUp(evidence) || !isV2 || version === undefined || !isBefore(version, [1, 61])) return undefined;
    if (settingsOf(evidence.ecs_config).ECS_ENABLE_TASK_CPU_MEM_LIMIT === "false") return undefined;
    return {
      cause: "the agent is older than 1.61, and the kernel has cgroup v2 only",
      evidence: `agent ${version.join(".")} (${registrationOf(evidence).version || evidence.agent_package || "from its log"}), /sys/fs/cgroup is cgroup2fs`,
      fix: "upgrade the agent, or: echo ECS_ENABLE_TASK_CPU_MEM_LIMIT=false >>/etc/ecs/ecs.config && systemctl restart ecs",
    };
  },
};

function isBefore([major, minor]: readonly [number, number], [a, b]: readonly [number, number]): boolean {
  return major < a || (major === a && minor < b);
}
