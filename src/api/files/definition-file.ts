import { ServiceException } from '../../contract/exceptions.ts'
import { FlowDefinition } from '../../contract/flow-definition.ts'
import { parse } from '../../contract/parse.ts'
import { isJsonObject } from '../../lib/json.ts'
import { readDocumentFile } from './document-file.ts'
import { UnreadableFile } from './text-file.ts'

/**
 * The definition in a file: JSON or YAML, by itself or as the `definition` of what `aws bedrock-agent get-flow` prints.
 * @throws UnreadableFile - one sentence that names the file: it does not exist, or is no definition.
 */
export const readDefinition = async (file: string): Promise<FlowDefinition> => {
  const content = await readDocumentFile('The definition', file)
  if (content === undefined) throw new UnreadableFile(`The definition ${file} does not exist.`)
  if (!isJsonObject(content)) throw new UnreadableFile(`The definition ${file} is no mapping with nodes and connections.`)
  if (!['nodes', 'connections', 'definition'].some((member) => member in content))
    throw new UnreadableFile(`The definition ${file} has neither nodes nor a definition: it is no flow.`)
  try {
    return parse(FlowDefinition, 'definition' in content ? content['definition'] : content)
  } catch (cause) {
    if (!(cause instanceof ServiceException)) throw cause
    throw new UnreadableFile(`The definition ${file}: ${cause.message}`, { cause })
  }
}
