/** A child process that answers each line on descriptor 3 with the same one. */
import { Socket } from 'node:net'

const channel = new Socket({ fd: 3 })
channel.setEncoding('utf8')
let received = ''
channel.on('data', (text: string) => {
  received += text
  if (!text.endsWith('\n')) return
  received = ''
  channel.write('{"said":"constant"}\n')
})
