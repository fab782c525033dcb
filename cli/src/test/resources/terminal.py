"""A terminal for a program: terminal.py ROWS COLUMNS PROGRAM ARGUMENT...

What the program prints goes to standard output. Orders come on standard input, a line each: `type TEXT` (with escapes as in
Python), `size ROWS COLUMNS`, `signal NAME`. At the end a line says how it ended and whether the keyboard is as it was.
"""
import fcntl, os, pty, select, signal, struct, sys, termios


def resize(rows, columns):
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack('HHHH', int(rows), int(columns), 0, 0))


master, slave = pty.openpty()
resize(*sys.argv[1:3])
before = termios.tcgetattr(slave)
pid = os.fork()
if pid == 0:
    os.close(master)
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for stream in (0, 1, 2):
        os.dup2(slave, stream)
    os.execvp(sys.argv[3], sys.argv[3:])


def show():
    data = os.read(master, 65536)
    os.write(1, data)


orders = b''
status = None
while status is None:
    ready = select.select([master, 0] if orders is not None else [master], [], [], 0.05)[0]
    if master in ready:
        show()
    if 0 in ready:
        data = os.read(0, 4096)
        orders = orders + data if data else None
        while orders and b'\n' in orders:
            line, orders = orders.split(b'\n', 1)
            order, _, rest = line.decode().partition(' ')
            if order == 'type':
                os.write(master, rest.encode().decode('unicode_escape').encode('latin-1'))
            elif order == 'size':
                resize(*rest.split())
                os.kill(pid, signal.SIGWINCH)
            elif order == 'signal':
                os.kill(pid, getattr(signal, 'SIG' + rest))
    ended, code = os.waitpid(pid, os.WNOHANG)
    if ended:
        status = os.waitstatus_to_exitcode(code)
while select.select([master], [], [], 0.05)[0]:
    show()
same = termios.tcgetattr(slave) == before
os.write(1, ('\n[ended with %d, keyboard %s]\n' % (status, 'as before' if same else 'changed')).encode())
