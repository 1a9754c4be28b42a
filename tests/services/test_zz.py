import time
def test_stages(at):
    for s in ("seated","packed","opened","written","locked","decided","sealed"):
        t=time.time(); w=at(s); print(s, round(time.time()-t,2))
        t=time.time(); w.close(); w2=at(s);print("copy", round(time.time()-t,2)); t=time.time(); w2.secretary.desk; w2.experts[0].desk; print("open2", round(time.time()-t,3))
