import time
def test_prof(world, tmp_path):
    import subprocess
    t=time.time()
    def lap(n):
        nonlocal t
        print(f"{n}: {time.time()-t:.2f}"); t=time.time()
    world.define(); lap("define")
    world.seat(); lap("seat")
    p=world.pack(); lap("pack")
    for n, person in enumerate(world.experts):
        world.open(person, p); lap("open")
        world.score(person, 62+4*n); lap("score")
        f=world.give_back(person); lap("give_back")
        world.collect(f); lap("collect")
    world.acknowledge("received"); lap("ack")
    world.decide(); lap("decide")
    world.seal(); lap("seal")
    world.acknowledge("counted"); lap("ack2")
    print(subprocess.run(["du","-sh",*map(str,(tmp_path/"vaults").iterdir())],capture_output=True,text=True).stdout)
    print(subprocess.run(["ls","-la",str(tmp_path/"vaults"/"专家子.zgcvault")],capture_output=True,text=True).stdout)
