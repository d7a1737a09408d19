/** One line of what the doctor says. */

export type Finding = {
  /** `hint`: Tollgate works, and an operator may want to know. `problem`: something does not work until it is mended. */
  level: "ok" | "hint" | "problem";
  text: string;
};

export const ok = (text: string): Finding => ({ level: "ok", text });
export const hint = (text: string): Finding => ({ level: "hint", text });
export const problem = (text: string): Finding => ({ level: "problem", text });
