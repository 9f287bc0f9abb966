export type Settings = Readonly<Record<string, string>>;

/** What was said by whom: subject (`none on backend-1`, `redis`) → key → value; null: it does not know the key. */
export type Said = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

/** Who takes settings: PHP on all backends, or the stores. */
export interface Taker {
  /** A server of theirs that is started again has forgotten them. */
  readonly forgets: boolean;
  /** Those of the settings that are its business in this lab, with values as it will say them. */
  own(settings: Settings): Settings;
  /** What it has for these keys. */
  ask(keys: readonly string[]): Promise<Said>;
  /** Has these from now on, beyond those of the lab. */
  take(settings: Settings): Promise<void>;
  /** Has those of the lab alone, as it said before. */
  giveBack(before: Said): Promise<void>;
}
