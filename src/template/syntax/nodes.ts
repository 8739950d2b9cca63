/** The syntax tree. `at` is the offset in the template's text. */
export type Expression =
  | { kind: "constant"; value: string | number | bigint | boolean | null; float?: boolean; at: number }
  | { kind: "name"; name: string; at: number }
  | { kind: "list" | "tuple"; items: Expression[]; at: number }
  | { kind: "dict"; items: [Expression, Expression][]; at: number }
  | { kind: "attribute"; of: Expression; name: string; at: number }
  | { kind: "item"; of: Expression; key: Expression; at: number }
  | { kind: "slice"; of: Expression; start?: Expression; stop?: Expression; step?: Expression; at: number }
  | ({ kind: "call"; of: Expression; at: number } & Arguments)
  | ({ kind: "filter"; of: Expression | undefined; name: string; at: number } & Arguments)
  | ({ kind: "test"; of: Expression; name: string; not: boolean; at: number } & Arguments)
  | { kind: "binary"; operator: string; left: Expression; right: Expression; at: number }
  | { kind: "unary"; operator: "-" | "+" | "not"; of: Expression; at: number }
  | { kind: "compare"; first: Expression; rest: { operator: string; to: Expression }[]; at: number }
  | { kind: "and" | "or"; left: Expression; right: Expression; at: number }
  | { kind: "condition"; test: Expression; then: Expression; otherwise?: Expression; at: number };

export interface Arguments {
  args: Expression[];
  kwargs: [string, Expression][];
  star?: Expression;
  starStar?: Expression;
}

/** What can be assigned to: a name, a namespace's attribute, several of them. */
export type AssignTarget =
  | { kind: "name"; name: string }
  | { kind: "namespace"; name: string; attribute: string; at: number }
  | { kind: "tuple"; items: AssignTarget[] };

export interface Parameter {
  name: string;
  default?: Expression;
}

export type Statement =
  | { kind: "text"; text: string }
  | { kind: "output"; of: Expression; at: number }
  | { kind: "if"; branches: { test: Expression; body: Statement[] }[]; otherwise: Statement[] }
  | {
      kind: "for";
      target: AssignTarget;
      of: Expression;
      filter?: Expression;
      body: Statement[];
      otherwise: Statement[];
      recursive: boolean;
      at: number;
    }
  | { kind: "set"; target: AssignTarget; value: Expression }
  | { kind: "set-block"; target: AssignTarget; filter?: Expression; body: Statement[] }
  | { kind: "macro"; name: string; parameters: Parameter[]; body: Statement[] }
  | {
      kind: "call-block";
      parameters: Parameter[];
      call: Expression & { kind: "call" };
      body: Statement[];
      at: number;
    }
  | { kind: "filter-block"; filter: Expression; body: Statement[] }
  | { kind: "with"; items: { target: AssignTarget; value: Expression }[]; body: Statement[] }
  | { kind: "do"; of: Expression }
  | { kind: "break" | "continue" }
  | { kind: "include"; of: Expression; ignoreMissing: boolean; context: boolean; at: number }
  | { kind: "import"; of: Expression; as: string; context: boolean; at: number }
  | {
      kind: "from-import";
      of: Expression;
      names: { name: string; as: string }[];
      context: boolean;
      at: number;
    }
  | { kind: "extends"; of: Expression; at: number }
  | { kind: "block"; name: string; body: Statement[]; scoped: boolean };
