/** Characters, or bytes, of one event of a stream. */
export const longestEvent = 1_048_576
/** Characters of an error's body that are looked at. */
export const longestErrorBody = 16_384
