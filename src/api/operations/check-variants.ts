import { ValidationException } from '../../contract/exceptions.ts'
import type { NewPrompt } from '../../store/prompt.ts'

/**
 * What no shape says of a prompt's variants.
 * @throws ValidationException - `defaultVariant` names none of them, or a template is of another type than it says.
 * @remarks Assumed: AWS refuses these at once.
 */
export const checkVariants = ({ defaultVariant, variants = [] }: Pick<NewPrompt, 'defaultVariant' | 'variants'>): void => {
  if (defaultVariant !== undefined && !variants.some(({ name }) => name === defaultVariant)) {
    const names = variants.map(({ name }) => name).join(', ')
    throw new ValidationException(
      `The defaultVariant ${defaultVariant} is none of the variants (${names === '' ? 'there are none' : names}).`,
    )
  }
  for (const { name, templateType, templateConfiguration } of variants) {
    const member = templateType === 'TEXT' ? 'text' : 'chat'
    if (templateConfiguration[member] === undefined)
      throw new ValidationException(
        `The variant ${name} is of the templateType ${templateType}: its templateConfiguration needs the member ${member}.`,
      )
  }
}
