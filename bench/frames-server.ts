/** A bare HTTP/2 server that streams the same frames to everybody: what the frames cost before anything is done for them. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http2'
import { framesIn } from './frames.ts'

const [, , file = ''] = process.argv
const frames = framesIn(readFileSync(file))
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
    for (const frame of frames) response.write(frame)
    response.end()
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const address = server.address()
console.log(`The frames are ready at http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
