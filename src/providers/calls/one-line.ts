const longest = 200

/** A text from outside as one short line, for a failure's sentence. */
export const oneLine = (text: string): string => {
  const line = text
    .slice(0, 4 * longest)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  const characters = Array.from(line)
  return characters.length <= longest ? line : `${characters.slice(0, longest - 1).join('')}…`
}
