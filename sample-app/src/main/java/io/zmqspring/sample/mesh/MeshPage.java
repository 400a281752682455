package io.zmqspring.sample.mesh;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Shows the mesh where other profiles show the order desk. */
@Controller
@Profile("mesh")
class MeshPage {

    @GetMapping("/")
    String page() {
        return "forward:/mesh.html";
    }
}
