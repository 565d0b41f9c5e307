import { ValidationException } from './exceptions.ts'

/** The number in a page's `next`. @throws ValidationException - no page ended there. */
export const keyNumber = (text: string | undefined): number => {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new ValidationException('The nextToken is not one that this list gave out.')
  return Number(text)
}
