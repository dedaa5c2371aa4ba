/** A failure that is a sentence for people: the launcher prints it without a stack. */
export class Sentence extends Error {
  readonly forPeople = true;
}
