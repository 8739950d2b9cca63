import { homedir } from "node:os";
import test from "ava";
import type { Task } from "../../../src/model/play.js";
import { candidates } from "../../../src/run/vars/files.js";

const role = { role: { path: "/play/roles/r" }, parents: [{ role: { path: "/play/roles/up" } }] };
const inRole = { role, folder: "/play/roles/r/tasks" } as unknown as Task;
const inFile = { folder: "/play/more" } as unknown as Task;

/** the task | the folder of its kind | the name | where it is looked for */
const PLACES: [Task | undefined, string, string, string[]][] = [
  [undefined, "files", "a.txt", ["/play/files/a.txt", "/play/a.txt"]],
  [undefined, "", "a.txt", ["/play/a.txt"]],
  [undefined, "files", "files/a.txt", ["/play/files/a.txt"]],
  [undefined, "files", "sub/files/a.txt", ["/play/files/sub/files/a.txt", "/play/sub/files/a.txt"]],
  [undefined, "files", "../a.txt", ["/play/a.txt", "/a.txt"]],
  [undefined, "files", "/etc/a.txt", ["/etc/a.txt"]],
  [undefined, "files", "~/a.txt", [`${homedir()}/a.txt`]],
  [
    inFile,
    "templates",
    "a.j2",
    ["/play/more/templates/a.j2", "/play/more/a.j2", "/play/templates/a.j2", "/play/a.j2"],
  ],
  [
    inRole,
    "vars",
    "a.yml",
    [
      "/play/roles/r/vars/a.yml",
      "/play/roles/r/a.yml",
      "/play/roles/up/vars/a.yml",
      "/play/roles/up/a.yml",
      "/play/roles/r/tasks/vars/a.yml",
      "/play/roles/r/tasks/a.yml",
      "/play/vars/a.yml",
      "/play/a.yml",
    ],
  ],
];

for (const [task, folder, name, places] of PLACES)
  test(`${name} of ${folder || "no folder"} is looked for at ${places.length} places`, (t) => {
    t.deepEqual(candidates(task, "/play", folder, name), places);
  });
