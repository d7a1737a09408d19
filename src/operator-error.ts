/** What an operator can put right: a setting, an argument, the state of the database. */
export class OperatorError extends Error {
  override name = "OperatorError";
}
