/** Whether something listens there. */
import { once } from "node:events";
import { connect } from "node:net";

/** `address`: of a server on this machine, such as http://127.0.0.1:3000. */
export async function isOpen(address: string): Promise<boolean> {
  const socket = connect(Number(new URL(address).port), "127.0.0.1");
  const opened = await once(socket, "connect").then(
    () => true,
    () => false,
  );
  socket.destroy();
  return opened;
}
