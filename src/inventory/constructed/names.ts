/** How the name of a constructed group is made safe. */
export type Sanitise = (name: string) => string;

/** Everything that a variable's name cannot have becomes `_`, a digit at the start too; letters of all alphabets stay. */
export const safeGroupName: Sanitise = (name) => name.replace(/^\p{Nd}|[^\p{L}\p{N}_]/gu, "_");

/** As the script before the plugin did it: hyphens and leading digits stay, letters beyond ASCII do not. */
export const scriptGroupName: Sanitise = (name) => name.replace(/[^A-Za-z0-9_-]/gu, "_");
