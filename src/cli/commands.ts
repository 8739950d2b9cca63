import { cloudGroups } from "./cloud/options.js";
import type { Command } from "./options/option.js";
import {
  adhocGroups,
  becoming,
  connecting,
  extraVars,
  general,
  inventoryGroup,
  limit,
  playbookDir,
  playbookGroups,
  provisionGroups,
  vaultGroup,
} from "./options/options.js";
import { RELEASE_COMMANDS } from "./rollout/commands.js";
import { vaultWriting } from "./vault/options.js";

/** Every command: the only place that names them. Help, parsing, completion and docs/cli.md come from it. */
export const COMMANDS: readonly Command[] = [
  {
    name: "provision",
    about: "Bring the hosts of an inventory to what a playbook says",
    operands: [
      { name: "PLAYBOOK", about: "default: playbooks/site.yml", optional: true, completes: "playbook" },
    ],
    more: [
      "Where `tera deploy` has brought a release of release.yml's service, what that file now says of it follows: the new container starts beside the old one, as in a deploy. Not with a part of the tasks (--tags, --start-at-task, …).",
    ],
    groups: [
      ...provisionGroups,
      {
        title: "Releases",
        options: [
          {
            name: "releaseFile",
            flags: "--release",
            value: "FILE",
            completes: "file",
            about: "the release file (default: release.yml, where there is one)",
          },
        ],
      },
    ],
    examples: [
      ["tera provision", "the local lab"],
      ["tera provision -i prod --check --diff", "what would change in ./inventory/prod"],
      ["tera provision -i prod -l web1 --tags docker", "one host, one part"],
      ["tera provision -i prod --release webapp/release.yml", "and what runs, as that file is now"],
    ],
    endsItself: "soon",
    load: () => import("./provision/provision.js"),
  },
  {
    name: "smoke",
    about: "Prove that the hosts of an inventory serve what they should",
    operands: [
      { name: "PLAYBOOK", about: "default: playbooks/smoke.yml", optional: true, completes: "playbook" },
    ],
    groups: provisionGroups,
    examples: [["tera smoke -i prod", "checks every host, changes nothing"]],
    endsItself: "soon",
    load: () => import("./play/smoke.js"),
  },
  {
    name: "playbook",
    about: "Run playbooks, as ansible-playbook does",
    operands: [{ name: "FILE", about: "playbook", repeated: true, completes: "playbook" }],
    groups: playbookGroups,
    examples: [
      ["tera playbook -i hosts.ini site.yml", "run a playbook"],
      ["tera playbook -i web1,web2 -u admin -bK site.yml", "two hosts, with sudo and its password"],
      ["tera playbook -i hosts.ini site.yml --output default --output jsonl:run.jsonl", "keep the events"],
    ],
    endsItself: "soon",
    load: () => import("./play/playbook.js"),
  },
  {
    name: "adhoc",
    about: "Run one module on hosts, as ansible does",
    operands: [{ name: "PATTERN", about: "which hosts: web:&prod:!web3" }],
    groups: adhocGroups,
    examples: [
      ["tera adhoc all -i hosts.ini -m ping", "are they there?"],
      ["tera adhoc web -i hosts.ini -a uptime", "a command"],
      ['tera adhoc web -i hosts.ini -b -m service -a "name=nginx state=restarted"', "a module"],
    ],
    endsItself: "soon",
    load: () => import("./play/adhoc.js"),
  },
  {
    name: "inventory",
    about: "Print what an inventory says, as ansible-inventory does",
    operands: [{ name: "GROUP", about: "with --graph: only this group", optional: true }],
    groups: [
      {
        title: "What is printed",
        options: [
          { name: "list", flags: "--list", about: "all hosts and groups, as JSON" },
          { name: "host", flags: "--host", value: "NAME", about: "the variables of one host" },
          { name: "graph", flags: "--graph", about: "groups and hosts as a tree" },
          { name: "vars", flags: "--vars", about: "with --graph: variables too" },
          { name: "yaml", flags: "-y, --yaml", about: "YAML instead of JSON" },
          {
            name: "export",
            flags: "--export",
            about: "with --list: variables where they were set, not where they end up",
          },
          {
            name: "outputFile",
            flags: "--output",
            value: "FILE",
            completes: "file",
            about: "write it into a file",
          },
        ],
      },
      { ...inventoryGroup, options: [...inventoryGroup.options, limit, extraVars, playbookDir] },
      vaultGroup,
      general,
    ],
    examples: [
      ["tera inventory -i prod.yml --graph", "who is in which group"],
      ["tera inventory -i prod.yml --host web1 --yaml", "what web1 is told"],
    ],
    load: () => import("./inventory/inventory.js"),
  },
  {
    name: "config",
    about: "Print the settings of environment and ansible.cfg, as ansible-config does",
    operands: [
      {
        name: "ACTION",
        about:
          "dump: the values, and where each comes from; list: all names; view: the ansible.cfg; init: a new one",
        choices: ["dump", "list", "view", "init"],
      },
    ],
    groups: [
      {
        title: "What is printed",
        options: [
          {
            name: "config",
            flags: "-c, --config",
            value: "FILE",
            completes: "file",
            about: "this file instead of the one that is found",
          },
          {
            name: "onlyChanged",
            flags: "--only-changed",
            also: ["--changed-only"],
            about: "with dump: only what differs from the defaults",
          },
          {
            name: "format",
            flags: "-f, --format",
            value: "FORMAT",
            choices: ["display", "json", "yaml"],
            about: "with dump and list: how",
          },
          { name: "disabled", flags: "--disabled", about: "with init: everything as a comment" },
        ],
      },
      general,
    ],
    examples: [
      ["tera config dump --only-changed", "what is set here, and who says so"],
      ["tera config init --disabled", "a file to begin with, everything in it as a comment"],
    ],
    load: () => import("./config/config.js"),
  },
  {
    name: "doctor",
    about: "Say why something on a host does not work: cause, evidence and fix",
    operands: [
      { name: "CHECK", about: "what to look at", choices: ["ecs-agent"] },
      { name: "HOST", about: "pattern of hosts; not with --user-data", optional: true },
    ],
    groups: [
      {
        title: "What is looked at",
        options: [
          {
            name: "userData",
            flags: "--user-data",
            value: "FILE",
            completes: "file",
            about: "check a file of user data, before any instance runs it",
          },
          {
            name: "cluster",
            flags: "--cluster",
            value: "NAME",
            about:
              "the cluster to be in (default: `ecs_agent_cluster` of the host, else what ecs.config says)",
          },
          {
            name: "region",
            flags: "--region",
            value: "NAME",
            about: "its region (default: `ecs_agent_region` of the host, else what the instance says)",
          },
          {
            name: "controlPlane",
            flags: "--control-plane",
            about: "ask ECS too whether it sees the agent as connected (with this machine's AWS credentials)",
          },
          {
            name: "service",
            flags: "--service",
            value: "NAME",
            about: "ask ECS too why tasks of this service are not placed",
          },
          { name: "json", flags: "--json", about: "print the findings as JSON" },
        ],
      },
      { ...inventoryGroup, options: [...inventoryGroup.options, extraVars] },
      connecting,
      becoming,
      vaultGroup,
      general,
    ],
    examples: [
      ["tera doctor ecs-agent web1 -i prod", "why does the agent of web1 not come up?"],
      ["tera doctor ecs-agent web1 -i prod --service web", "and does its cluster have room for the service?"],
      ["tera doctor ecs-agent --user-data user_data.sh", "would this user data bring it up?"],
    ],
    endsItself: true,
    load: () => import("./doctor/doctor.js"),
  },
  {
    name: "doc",
    about: "Explain a module: arguments, results, examples",
    operands: [{ name: "MODULE", about: "module", optional: true, repeated: true, completes: "module" }],
    groups: [
      {
        title: "What is printed",
        options: [{ name: "list", flags: "-l, --list", about: "all modules, a line each" }],
      },
      general,
    ],
    examples: [
      ["tera doc copy", "what copy takes"],
      ["tera doc -l", "what there is"],
    ],
    load: () => import("./help/doc.js"),
  },
  {
    name: "ecr",
    about: "Log in to Amazon ECR, read digests, push images",
    more: [
      "The token goes to docker by its standard input.",
      "A push of an image that the tag names already is a success; a tag is not moved to another image.",
    ],
    operands: [
      { name: "ACTION", about: "what to do", choices: ["login", "logout", "digest", "push"] },
      {
        name: "IMAGE",
        about: "digest: REPOSITORY:TAG; push: an image of the engine, then REPOSITORY:TAG",
        optional: true,
        repeated: true,
      },
    ],
    groups: [
      {
        title: "Which registry",
        options: [
          {
            name: "region",
            flags: "--region",
            value: "NAME",
            about:
              "its region (default: that of the registry's name, of AWS_REGION, AWS_DEFAULT_REGION or the profile)",
          },
          { name: "profile", flags: "--profile", value: "NAME", about: "named profile of the credentials" },
          {
            name: "registry",
            flags: "--registry",
            value: "HOST",
            about: "its host name (default: that of the credentials' account)",
          },
          {
            name: "config",
            flags: "--config",
            value: "FOLDER",
            completes: "folder",
            about:
              "Docker configuration to log in with (default: the user's; for push one that is gone afterwards)",
          },
          {
            name: "overwrite",
            flags: "--overwrite",
            about: "push: move a tag that names another image, where the repository lets it",
          },
        ],
      },
      general,
    ],
    examples: [
      ["tera ecr push webapp:dev webapp:1.2.0", "prints the digest to deploy"],
      ["tera ecr digest webapp:1.2.0 --region eu-west-1", "which image is it?"],
      ["tera ecr login --config ./docker", "for other programs: docker --config ./docker pull …"],
    ],
    load: () => import("./ecr/ecr.js"),
  },
  {
    name: "vault",
    about: "Encrypt and read vaulted files and texts, as ansible-vault does",
    operands: [
      {
        name: "ACTION",
        about: "what to do",
        choices: ["create", "decrypt", "edit", "encrypt", "encrypt_string", "rekey", "view"],
      },
      {
        name: "FILE",
        about: "file, `-` for standard input; for encrypt_string the text",
        optional: true,
        repeated: true,
        completes: "file",
      },
    ],
    groups: [vaultWriting, vaultGroup, general],
    examples: [
      ["tera vault encrypt group_vars/prod/secrets.yml -J", "in place, asking for the password"],
      ["tera vault edit group_vars/prod/secrets.yml -J", "in $EDITOR; it stays encrypted"],
      ["tera vault encrypt_string --vault-id prod@prompt -n db_password hunter22", "a value for a YAML file"],
    ],
    load: () => import("./vault/vault.js"),
  },
  {
    name: "cloud",
    about: "Make the machines of an environment with Terraform, provision and smoke-test them; destroy them",
    more: [
      "up runs terraform for each root, shows the plan, asks, applies exactly that plan, then provisions and smoke-tests the inventory ENV.",
      "Before that, playbooks/preflight.yml, where it is there, must find the inventory ENV ready: it is the place to refuse what would fail later.",
      "down destroys the same roots, the last one first. plan and status change nothing.",
      "Environments share a root that has env/shared.tfvars and no env/ENV.tfvars. up makes it, too; down ENV leaves it. ENV `shared` stands for what is shared, and nothing else.",
    ],
    operands: [
      { name: "ACTION", about: "what to do", choices: ["up", "down", "plan", "status"] },
      { name: "ENV", about: "the inventory ENV, and terraform/ROOT/env/ENV.tfvars; or `shared`" },
    ],
    groups: cloudGroups,
    examples: [
      ["tera cloud plan dev", "what Terraform would do"],
      ["tera cloud up dev", "machines, then the service on them, then the smoke checks"],
      ["tera cloud up dev --local-state --yes", "without a bucket for the state, without a question"],
      ["tera cloud down dev", "destroys what up made, but not what environments share"],
      ["tera cloud down shared", "destroys what they share, once none of them holds anything"],
    ],
    endsItself: true,
    load: () => import("./cloud/cloud.js"),
  },
  ...RELEASE_COMMANDS,
  {
    name: "lab",
    about: "Start and stop the hosts inside this program that the inventory `local` names",
    operands: [{ name: "ACTION", about: "what to do", choices: ["up", "down", "status"] }],
    groups: [general],
    examples: [["tera lab status", "is it running, and where?"]],
    load: () => import("./lab.js"),
  },
  {
    name: "completion",
    about: "Print a completion script for a shell",
    operands: [{ name: "SHELL", about: "which shell", choices: ["bash", "zsh", "fish"] }],
    groups: [general],
    examples: [["source <(tera completion bash)", "for this shell; put it into ~/.bashrc to keep it"]],
    load: async () => (await import("./help/completion.js")).completionOf(COMMANDS),
  },
  {
    name: "lab-daemon",
    about: "The process behind `tera lab up`",
    operands: [{ name: "ARGUMENT", about: "internal", optional: true, repeated: true }],
    groups: [general],
    examples: [],
    hidden: true,
    endsItself: true,
    load: () => import("./lab_daemon.js"),
  },
];
