// The forms that a working copy's pieces have in JSON (docs/sop.schema.json), as far as the editor touches them.
export interface Evidence {
  source: string;
  span: { from: number; to: number };
  actions?: string[];
  [other: string]: unknown;
}
export interface Claim {
  text: string;
  evidence: Evidence;
  unsure?: string;
}
export interface Callout extends Claim {
  kind: string;
}
export interface Command {
  text: string;
  shell: string;
  class?: string;
  context?: string;
  output?: string[];
  doubts?: { at: number; or?: string }[];
  broken?: string;
  evidence: Evidence;
  unsure?: string;
}
export interface Mark {
  kind: string;
  box?: [number, number, number, number];
  point?: [number, number];
  from?: [number, number];
  number?: number;
  label?: string;
  evidence: Evidence;
  unsure?: string;
}
export interface Figure {
  image: string;
  at: number;
  crop: [number, number, number, number];
  width: number;
  height: number;
  alt: Claim;
  marks?: Mark[];
  evidence: Evidence;
}
export interface Link {
  url: string;
  text?: string;
  evidence: Evidence;
}
export interface Conduct {
  branches?: (Claim & { to?: string })[];
  value?: Claim;
  wants?: string[];
  approver?: string;
  wait?: number;
  failed?: string;
  procedure?: string;
  revision?: number;
}
export interface Step {
  key: string;
  kind: string;
  title: Claim;
  detail?: Claim[];
  why?: Claim[];
  commands?: Command[];
  figures?: Figure[];
  expected?: Claim[];
  callouts?: Callout[];
  links?: Link[];
  conduct?: Conduct;
  actions?: string[];
  evidence: Evidence;
}
export interface Parameter {
  name: string;
  example?: string;
  secret?: boolean;
  about?: Claim;
  evidence: Evidence;
}
export interface Head {
  title: Claim;
  purpose: Claim[] | null;
  audience: Claim[] | null;
  prerequisites: Claim[] | null;
  parameters: Parameter[] | null;
  success_criteria: Claim[] | null;
  gaps: { part: string; text: string; question: string }[] | null;
}
export interface Section {
  kind: string;
  title: string;
  intro?: Claim[];
  steps: string[];
}
export interface Outline {
  sections: Section[];
}
export interface Utterance {
  id: string;
  text: string;
  span: { from: number; to: number };
  corrections?: { heard: string; used: string; source: string; confidence: number }[];
  [other: string]: unknown;
}
export interface Said {
  utterances: Utterance[];
}
export type Body = Step | Head | Outline | Said;

/** The evidence of what a person writes. The server says the same whatever is sent. */
export const own = (span = { from: 0, to: 0 }): Evidence => ({ source: "author", span, confidence: 1 });
export const claim = (text = "", span?: { from: number; to: number }): Claim => ({ text, evidence: own(span) });
/** A text that is changed: whoever changes it is its author. */
export const reworded = <T extends Claim>(c: T, text: string): T => (c.text === text ? c : { ...c, text, evidence: own(c.evidence.span), unsure: undefined });

export const sections = ["prepare", "perform", "verify", "roll_back", "communicate"];
export const headings: Record<string, string> = { prepare: "Prepare", perform: "Perform", verify: "Verify", roll_back: "Roll back", communicate: "Communicate" };
export const callouts: Record<string, string> = { warning: "Warning", caution: "Caution", note: "Note", tip: "Tip" };

export const stepKey = (step: string) => "step/" + step;
export const clone = <T>(v: T): T => structuredClone(v);

/** A new step's own name. */
export function newKey(): string {
  const letters = "abcdefghijkmnpqrstuvwxyz23456789";
  return [...crypto.getRandomValues(new Uint8Array(10))].map((n) => letters[n % letters.length]).join("");
}
